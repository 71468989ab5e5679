/** The longest time that Node's timers take, in milliseconds: about 24.8 days. What is longer fires at once. */
export const longestTimerInMs = 2 ** 31 - 1;
