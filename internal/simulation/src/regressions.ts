import type { Schedule } from "./schedule.ts";

/** A schedule that once broke a promise, as `npm run simulate` printed it or shortened further. */
export interface Regression {
  /** The rule that it broke. */
  readonly rule: string;
  /** The seed of the run that found it. */
  readonly seed: number;
  readonly schedule: Schedule;
}

const fate = {
  fault: "none",
  connect: 0,
  outward: 0,
  homeward: 0,
  status: 400,
  page: "text",
  body: "text",
  echo: "none",
  wait: "none",
  cut: 0,
} as const;
const resolve = {
  kind: "resolve",
  seed: 0,
  timeout: 10_000,
  deadline: 30_000,
  processing: 0,
  transit: 0,
  fates: [],
  others: 0,
  serverAhead: 0,
  errorShape: "reference",
  intentOnPayments: "without",
  clock: null,
} as const;

/** Schedules that once broke a promise. Each must hold. */
export const REGRESSIONS: readonly Regression[] = [
  {
    rule: "reports an expired intent also when the local clock is ahead of the vendor's",
    seed: 1,
    schedule: { ...resolve, serverAhead: -7_200_000, lookups: [{ at: 1_260_000, knowsWhen: true, fates: [] }] },
  },
  {
    rule: "does not count the time since a payment was sent on two clocks",
    seed: 3,
    schedule: {
      ...resolve,
      serverAhead: 7_200_000,
      processing: 540_000,
      fates: [{ ...fate, fault: "lost after the effect" }],
      lookups: [{ at: 360_000, knowsWhen: true, fates: [] }],
    },
  },
  {
    rule: "reports a captured intent although the list of payments is refused",
    seed: 1,
    schedule: {
      ...resolve,
      fates: [{ ...fate, fault: "body cut" }],
      lookups: [{ at: 0, knowsWhen: false, fates: [fate, { ...fate, fault: "refused by the vendor" }] }],
    },
  },
  {
    rule: "reports a captured intent by the deadline although the list of payments is silent",
    seed: 2,
    schedule: {
      ...resolve,
      deadline: 3_000,
      fates: [{ ...fate, fault: "lost after the effect" }],
      lookups: [
        {
          at: 360_000,
          knowsWhen: false,
          fates: [
            { ...fate, homeward: 150 },
            { ...fate, fault: "silent after the effect" },
          ],
        },
      ],
    },
  },
];
