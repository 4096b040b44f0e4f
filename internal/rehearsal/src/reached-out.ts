/** The exit status of a program that `no-network.ts` ended because it tried to reach something. */
export const REACHED_OUT = 97;
