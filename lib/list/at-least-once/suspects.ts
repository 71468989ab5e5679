/** How long it is remembered that an element was with a process that died. */
export const suspectsAreRememberedInSeconds = 86_400;
