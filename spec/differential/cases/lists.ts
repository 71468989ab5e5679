export const listCases = String.raw`
# pushing and popping
lpush l a b c | lrange l 0 -1 | rpush l d e | lrange l 0 -1 | llen l
lpushx l a | exists l | rpushx l a | lpush l a | lpushx l b c | rpushx l d | lrange l 0 -1
rpush l a b c | lpop l | rpop l | lpop l | lpop l | exists l | rpop l
rpush l a b c d e | lpop l 2 | rpop l 2 | lpop l 0 | lpop l 10 | exists l
lpop l 0 | lpop l 1 | rpop l 5 | lpop l -1 | lpop l abc | lpop l 1 2
set k v | lpush k a | rpush k a | lpop k | rpop k 2 | llen k | lrange k 0 1 | lindex k 0 | lset k 0 a | lpushx k a
lpush | lpush l | lpop | rpush l | llen | llen a b
rpush l "" "\x00\xff" " " | lrange l 0 -1 | lpop l | lpop l
hello 3 | lpop l | lpop l 1 | rpush l a b | lpop l 1 | lpop l | lpop l 0
# looking
rpush l a b c d | lrange l 1 2 | lrange l -2 -1 | lrange l 2 1 | lrange l -100 100 | lrange l 5 10 | lrange m 0 1 | lrange l a b
rpush l a b c | lindex l 0 | lindex l -1 | lindex l 3 | lindex l -4 | lindex m 0 | lindex l abc | lindex m abc
rpush l a b c 1 2 3 c c | lpos l c | lpos l c RANK 2 | lpos l c RANK -1 | lpos l c COUNT 2 | lpos l c COUNT 0 | lpos l c COUNT 0 MAXLEN 3 | lpos l x | lpos l x COUNT 1
rpush l a b c 1 2 3 c c | lpos l c RANK -1 COUNT 2 | lpos l c RANK 5 | lpos l c MAXLEN 2 | lpos l c RANK -2 COUNT 0 MAXLEN 2 | lpos m c | lpos m c COUNT 2
lpos l c RANK 0 | lpos l c COUNT -1 | lpos l c MAXLEN -1 | lpos l c RANK abc | lpos l c FOO 1 | lpos l c RANK | lpos l | lpos l c RANK -9223372036854775808
# changing
rpush l a b c | lset l 0 x | lset l -1 z | lrange l 0 -1 | lset l 3 y | lset l -4 y | lset m 0 a | lset l abc x
rpush l a b c | linsert l before b x | linsert l after b y | lrange l 0 -1 | linsert l before zz x | linsert m before a b | linsert l foo a b
rpush l a b a c a | lrem l 2 a | lrange l 0 -1 | lrem l 0 a | lrem l 0 zz | lrem m 0 a | lrem l abc a
rpush l a b a c a | lrem l -2 a | lrange l 0 -1 | lrem l -1 c | lrem l 0 b | lrem l 0 a | exists l
rpush l a b c d e | ltrim l 1 3 | lrange l 0 -1 | ltrim l -2 -1 | lrange l 0 -1 | ltrim l 5 10 | exists l | ltrim m 0 1 | ltrim l a b
rpush l a b c | ltrim l 0 -1 | llen l | ltrim l 2 1 | exists l
# moving
rpush a 1 2 3 | rpoplpush a b | rpoplpush a b | lrange b 0 -1 | rpoplpush a b | exists a | rpoplpush a b
rpush a 1 2 3 | rpoplpush a a | lrange a 0 -1 | lmove a a left right | lrange a 0 -1 | lmove a a left left | lmove a a right right | lrange a 0 -1
rpush a 1 2 3 | lmove a b left right | lmove a b right left | lrange b 0 -1 | lmove a b up left | lmove a b left | lmove x b left left
rpush a 1 | set b v | lmove a b left left | rpoplpush a b | lrange a 0 -1 | lmove b a left left | lmove x b left left
rpush a 1 | lmove a a left right | lrange a 0 -1 | rpush a 2 | expire a 100 | lmove a a left right | ttl a
# several lists
rpush a 1 2 3 | lmpop 1 a left | lmpop 2 x a right COUNT 5 | exists a | lmpop 1 a left | lmpop 2 x y left COUNT 2
lmpop 0 a left | lmpop 2 a left | lmpop abc a left | lmpop 1 a up | lmpop 1 a left COUNT 0 | lmpop 1 a left COUNT | lmpop 1 a left FOO 1 | lmpop -1 a left | lmpop 1 a left COUNT 1 COUNT 2
set k v | rpush a 1 | lmpop 2 a k left | lmpop 2 k a left | lmpop 1 a left
hello 3 | lmpop 1 a left | rpush a 1 | lmpop 1 a left
# blocking
rpush l a b | blpop l 0 | brpop l 1 | blpop x y l 0.01
rpush b 1 | blpop a b c 0 | rpush a 1 | rpush b 2 | blpop a b 0 | blpop a b 0
a> blpop l 0 | b: rpush l x | a<
a> blpop l 0 | b> blpop l 0 | c: rpush l 1 2 | a< | b< | c: exists l
a> brpop l 0 | b> blpop l 0 | c: rpush l 1 2 3 | a< | b< | c: lrange l 0 -1
a> blpop x y 0 | b: rpush y 1 | a< | b: rpush x 1 | a: llen x
a> blpop x y 0 | b: multi | b: rpush y 1 | b: rpush x 2 | b: exec | a< | b: llen x | b: llen y
a> blpop l 0 | b: multi | b: rpush l 1 | b: del l | b: exec | b: rpush l 2 | a<
a> blpop l 0 | b: set l v | b: del l | b: rpush l 1 | a<
a> blpop l 0.02 | a< | b: rpush l 1 | a: llen l
blpop l -1 | blpop l abc | blpop l 1e400 | blpop | blpop l | blpop l 9223372036854775807 | brpop l nan
set k v | blpop k 0 | blpop x k 0 | brpoplpush k l 0 | blmove k l left right 0 | blmpop 0 1 k left
multi | blpop l 0 | brpop l 0 | brpoplpush l m 0 | blmove l m left left 0 | blmpop 0 1 l left | exec
multi | rpush l 1 | blpop l 0 | exec
a> brpoplpush x y 0 | b: lpush x 1 | a< | b: lrange y 0 -1
a> blmove x y left right 0 | b: rpush x 1 2 | a< | b: lrange x 0 -1 | b: lrange y 0 -1
@7 a> blmove x y left right 0 | b> blpop y 0 | c: rpush x 1 | a< | b< | c: exists x y
a> blmove x y left left 0 | b: set y v | b: rpush x 1 | a< | b: lrange x 0 -1
brpoplpush x y 0.01 | blmove x y left right 0.01 | blmpop 0.01 1 x left | blmove x y up down 0 | blmpop 0.01 0 x left | blmpop -1 1 x left | blmpop abc 1 x left
rpush x 1 2 3 | blmpop 0 2 y x left COUNT 2 | blmpop 0 1 x right | exists x
a> blmpop 0 2 x y left COUNT 2 | b: rpush y 1 2 3 | a< | b: lrange y 0 -1
a> blpop l 0 | b> blmpop 0 1 l left COUNT 10 | c: rpush l 1 2 3 | a< | b< | c: exists l
@7 a> blpop a 0 | b> blmove b a left left 0 | c: rpush b 1 | b< | a<
a> blpop l 0 | b: rpush other 1 | b: rename other l | a<
@7 a> blpop l 0 | b: rpush other 1 | b: copy other l | a<
a> blpop l 0 | b: select 1 | b: rpush l 1 | b: swapdb 0 1 | a<
a> blpop l 0 | b: select 1 | b: rpush l 1 | b: move l 0 | a<
a> blpop l l 0 | b: rpush l 1 2 | a< | b: lrange l 0 -1
hello 3 | a> blpop l 0.01 | a< | blmove x y left left 0.01 | blmpop 0.01 1 x left | rpush l 1 | blpop l 0
client setname one | a> blpop l 0 | b: rpush l 1 | a< | a: client getname
# timeouts at the edges
@7 rpush k v | blpop k 0x1 | blpop k 0x | blpop k "1 " | blpop k " 1" | blpop k 1e400 | blpop k nan | blpop k -1 | blpop k "" | blpop k 1e18 | blpop k inf | blpop k 9223372036854776 | blpop k -1e400 | blpop k -0.01 | blpop k 0.00001
`;
