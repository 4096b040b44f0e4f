import type { Account } from "../account/account.ts";
import type { RecordKind } from "../account/records.ts";

/** One line of a list in the inspector. */
interface ResourceItem {
  readonly id: string;
  readonly title: string;
  /** Such as `ACTIVE`. */
  readonly status: string;
  /** Short facts, without any sensitive value. */
  readonly facts: readonly string[];
}

/** How the records of a resource are shown to tests and in the inspector. */
export interface ResourceView<Shown> {
  /** The heading of its list in the inspector, such as `Payment methods`. */
  readonly title: string;
  /** The records of an account, oldest first, without any sensitive value. At most the `most` newest. */
  list(account: Account, now: number, most: number): readonly Shown[];
  count(account: Account): number;
  /** Describes a record for the inspector's list. Without it, the resource has a panel of its own or none. */
  describe?(shown: Shown): ResourceItem;
}

/** The differences between the views of two resources. */
interface ViewOptions<Kept, Shown> extends Pick<ResourceView<Shown>, "title" | "describe"> {
  readonly kind: RecordKind<Kept>;
  /** Returns a copy of a record without any sensitive value. */
  show(kept: Kept, account: Account, now: number): Shown;
}

/** Creates the view of a resource. */
export function viewOf<Kept, Shown>({ kind, show, ...rest }: ViewOptions<Kept, Shown>): ResourceView<Shown> {
  return {
    ...rest,
    list: (account, now, most) =>
      account
        .records(kind)
        .all()
        .slice(-most)
        .map((kept) => show(kept, account, now)),
    count: (account) => account.records(kind).size,
  };
}
