import * as v from "valibot";
import { defineOperation, type SandboxOperation } from "../../operation/operation.ts";
import { uuid } from "../../schema/fields.ts";
import { object } from "../../schema/object.ts";
import { pageOf, pageQuery, pageResponse } from "../../schema/page.ts";
import { knownPayer } from "../payers/payer.ts";
import { isSeenBy, recipientResponse, recipients } from "./recipient.ts";

/**
 * Lists recipients: those that every payer may pay and, with `payerId`, those of that payer.
 * @see https://docs.developer.plastiq.com/docs/recipients-overview
 */
export const listRecipients: SandboxOperation = defineOperation({
  method: "GET",
  path: "/recipients",
  headers: [],
  source: "documented",
  query: object({ payerId: v.exactOptional(uuid), ...pageQuery }),
  response: pageResponse("RecipientList", recipientResponse),
  carryOut({ account, query, settings }) {
    if (query.payerId !== undefined) knownPayer(account, query.payerId);
    const seen = account
      .records(recipients)
      .all()
      .filter((kept) => isSeenBy(kept, query.payerId));
    return pageOf(seen, query, settings, ({ record }) => record);
  },
});
