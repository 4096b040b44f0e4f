import { loadInstances } from "engines/webhook-load";

const SECONDS = 60;
const PER_SECOND = 100;

console.log(`${PER_SECOND} events a second for ${SECONDS} s into two Node instances over one Redis`);
const figures = await loadInstances({ seconds: SECONDS, perSecond: PER_SECOND });
const { events, lost, handledTwice, busy, p50, p99, instanceTime, redisTime, redisBytes } = figures;
console.log(`  events                               ${events}`);
console.log(`  lost                                 ${lost}`);
console.log(`  handled twice                        ${handledTwice}`);
console.log(`  delivered again, after a 503         ${busy}`);
console.log(`  response, median                     ${p50.toFixed(1)} ms`);
console.log(`  response, 99th percentile            ${p99.toFixed(1)} ms`);
console.log(`  processor time of Node, per event    ${instanceTime.toFixed(2)} ms`);
console.log(`  processor time of Redis, per event   ${redisTime.toFixed(2)} ms`);
console.log(`  memory of Redis, per handled event   ${redisBytes.toFixed(0)} bytes`);
process.exitCode = lost === 0 && handledTwice === 0 ? 0 : 1;
