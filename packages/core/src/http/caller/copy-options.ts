import type { EndUser } from "../../end-user/end-user.ts";
import { isRecord } from "../../schema/kind.ts";
import type { Extra } from "../operation/extra.ts";
import { freeJson } from "../operation/free-json.ts";
import type { CallOptions } from "./caller.ts";

/**
 * Returns options with copies of the end user, the headers and the extra fields, for a call that sends them only after
 * the caller may have changed them. Other invalid values stay as they are, so that the call refuses them.
 *
 * @throws ConnectError `input_invalid` for extra fields that are not JSON.
 */
export function copyOptions<Options extends Partial<CallOptions>>(options: Options): Options {
  const { endUser, headers, extra } = options ?? ({} as Options);
  // A spread would omit the getters of a class.
  const { userAgent, deviceId, ip } = Object(endUser) as EndUser;
  return {
    ...options,
    ...(isRecord(endUser) && !("headers" in endUser) && { endUser: { ...endUser, userAgent, deviceId, ip } }),
    headers: copyFields(headers),
    ...(isRecord(extra) && { extra: copyExtra(extra) }),
  };
}

function copyExtra({ body, query, ...others }: Extra): Extra {
  return { ...others, body: body && JSON.parse(freeJson(body, "extra.body").body), query: copyFields(query) };
}

function copyFields<Fields>(fields: Fields): Fields {
  return isRecord(fields) ? { ...fields } : fields;
}
