/** `@name` stands for the text of that script. */
export const scriptCases = String.raw`
# remove-idle-consumers
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g busy COUNT 1 STREAMS s > | xgroup createconsumer s g free | eval @remove-idle-consumers 1 s g 100000 | eval @remove-idle-consumers 1 s g 0 | b? xinfo consumers s g | xpending s g
xgroup create s g $ MKSTREAM | eval @remove-idle-consumers 1 s g 0 | eval @remove-idle-consumers 1 s other 0
eval @remove-idle-consumers 1 s g 0 | set s text | eval @remove-idle-consumers 1 s g 0
`;
