import { ATTEMPT_RULES } from "./attempt-rules.ts";
import { GUARD_RULES } from "./guard-rules.ts";
import type { Mutant } from "./mutant.ts";

/** The rules that must not be lost unnoticed. */
export const MUTANTS: readonly Mutant[] = [...ATTEMPT_RULES, ...GUARD_RULES];
