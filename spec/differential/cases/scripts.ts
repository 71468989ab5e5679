/** `@name` stands for the text of that script. */
export const scriptCases = String.raw`
# remove-idle-consumers
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g busy COUNT 1 STREAMS s > | xgroup createconsumer s g free | eval @remove-idle-consumers 1 s g 100000 | eval @remove-idle-consumers 1 s g 0 | b? xinfo consumers s g | xpending s g
xgroup create s g $ MKSTREAM | eval @remove-idle-consumers 1 s g 0 | eval @remove-idle-consumers 1 s other 0
eval @remove-idle-consumers 1 s g 0 | set s text | eval @remove-idle-consumers 1 s g 0
# replay-dead-letter
xadd d 1-1 kind list source l body "a\x00\xff" | xadd d 1-2 kind list source l body "" | rpush l waits | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-1 RPUSH | eval @replay-dead-letter 2 d l 1-2 LPUSH | lrange l 0 -1 | xlen d
xadd s 5-1 a 1 a 2 | xgroup create s g 5-1 | xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:a 1 field:a 2 | eval @replay-dead-letter 2 d s 1-1 g 100 | xpending s g | b? xpending s g - + 10 | xlen s | xlen d
xadd s 5-1 a 1 | xadd d 1-1 kind stream source s entryId 5-1 field:a 1 | eval @replay-dead-letter 2 d s 1-1 none 100 | xlen s | xlen d
xadd d 1-1 kind stream source s entryId 5-1 deliveryCount 3 field:body 1 "field:\xff" 2 field:body 3 | eval @replay-dead-letter 2 d s 1-1 g 100 | xrange s - + | xlen d
b: subscribe news | xadd d 1-1 kind pubsub source news body hello | eval @replay-dead-letter 1 d 1-1 | b< | xlen d
xadd d 1-1 kind list source l body a | set l text | eval @replay-dead-letter 2 d l 1-1 RPUSH | xlen d | eval @replay-dead-letter 2 none l 1-1 RPUSH | set d text | eval @replay-dead-letter 2 d l 1-1 RPUSH
# hold-exclusive and release-exclusive
eval @hold-exclusive 1 k me 60000 100000 | eval @hold-exclusive 1 k me 60000 100000 | eval @hold-exclusive 1 k you 60000 100000 | hget k holder | eval @release-exclusive 1 k you | eval @release-exclusive 1 k me | b? eval @hold-exclusive 1 k you 60000 100000 | hget k holder | eval @hold-exclusive 1 k me 60000 100000
b? eval @hold-exclusive 1 k me 0 100000 | b? eval @hold-exclusive 1 k you 0 100000 | hget k holder | b? pttl k | b? hgetall k | eval @release-exclusive 1 none me
set k text | eval @hold-exclusive 1 k me 1000 100000 | eval @release-exclusive 1 k me | get k
config set maxmemory 1 | eval @hold-exclusive 1 k me 60000 100000 | eval @hold-exclusive 1 k me 60000 100000 | eval @release-exclusive 1 k me
`;
