export const hashCases = String.raw`
hset h a 1 b 2 | hset h a 3 c 4 | hget h a | hmget h a x b | hlen h | hgetall h | hkeys h | hvals h
hset h a | hset h | hset h a 1 b | hmset h a 1 | hmset h a | hget h | hmget h
hsetnx h a 1 | hsetnx h a 2 | hget h a | hexists h a | hexists h b | hstrlen h a | hstrlen m a
hset h a 1 b 2 | hdel h a x | hdel h b | exists h | hdel h b | hdel m a
hincrby h a 5 | hincrby h a -3 | hset h s x | hincrby h s 1 | hincrby h a abc | hset h n 9223372036854775807 | hincrby h n 1
hincrbyfloat h a 1.5 | hincrbyfloat h a 0.1 | hset h s x | hincrbyfloat h s 1 | hincrbyfloat h a abc
hget m a | hmget m a b | hgetall m | hkeys m | hvals m | hlen m
set k v | hset k a 1 | hget k a | hgetall k | hdel k a | hincrby k a 1 | hscan k 0
hset h a 1 b 2 | hscan h 0 | hscan h 0 MATCH a | hscan h 0 COUNT 1 | hscan m 0 | hscan h abc | hscan h 0 FOO 1
hello 3 | hset h a 1 b 2 | hgetall h | hgetall m | hmget h a x | hscan h 0
@7 hincrbyfloat h g inf | hincrbyfloat h g nan | hincrbyfloat h g -inf | hset h g 1e4000 | hincrbyfloat h g 1 | hset h g inf | hincrbyfloat h g 1
@7 hset h f 12345678.9 | hincrbyfloat h f 1 | hincrbyfloat h f 3.3 | hincrbyfloat h f -1e17 | hincrbyfloat h f 1e30 | hincrbyfloat h f .5
@7 hset h a 1 | hrandfield h | hrandfield h 5 | hrandfield h 1 withvalues | hrandfield h -2 | hrandfield m | hrandfield m 1 | hrandfield h abc | hrandfield h 1 foo | hrandfield h -9223372036854775808 | hrandfield h 9223372036854775807 withvalues | hrandfield h -2 withvalues | hello 3 | hrandfield h -2 withvalues | hrandfield m 2
@8 hset h a 1 b 2 c 3 | hexpire h 100 fields 2 a x | httl h fields 3 a b x | hexpire h 200 nx fields 1 a | hexpire h 200 xx fields 1 a | hexpire h 100 gt fields 1 a | hexpire h 50 lt fields 2 a b | httl h fields 2 a b | hpersist h fields 3 a b x | hpersist h fields 1 c | httl h fields 1 a | hexpire h 0 fields 1 a | hexpireat h 1 fields 2 b c | exists h
@8 hexpire m 10 fields 1 a | httl m fields 1 a | hpersist m fields 1 a | hset h a 1 | hexpire h abc fields 1 a | hexpire h -1 fields 1 a | hexpire h 10 fields 0 | hexpire h 10 fields 2 a | hexpire h 10 foo 1 a | hexpire h 10 fields abc a | hexpire h 10 nx xx fields 1 a | httl h fields 0 a | httl h foo 1 a | httl h fields 2 a | hexpire h 9223372036854775807 fields 1 a | set k v | hexpire k 1 fields 1 a | httl k fields 1 a | hexpire h 10 | httl h | hexpire h 281474976710655 fields 1 a
@8 hset h a 1 | hpexpireat h 4000000000000 fields 1 a | hpexpiretime h fields 1 a | hexpiretime h fields 1 a | hset h a 2 | hpexpiretime h fields 1 a | hexpireat h 4000000000 fields 1 a | hincrby h a 1 | hexpiretime h fields 1 a | copy h i | hexpiretime i fields 1 a | rename h j | hexpiretime j fields 1 a | hdel j a
@8 hset h a 1 b 2 | hpexpire h 10 fields 1 a | blpop none 0.05 | hgetall h | hlen h | hpexpire h 10 fields 1 b | blpop none 0.05 | exists h | hget h b
@8 hset h a 1 b 2 c 3 | hgetdel h fields 2 a x | hgetall h | hgetdel h fields 2 b c | exists h | hgetdel m fields 1 a | hgetdel h fields 0 | hgetdel h foo 1 a | hgetdel h fields 2 a | set k v | hgetdel k fields 1 a
@8 hset h a 1 b 2 | hgetex h fields 2 a x | hgetex h ex 100 fields 1 a | httl h fields 2 a b | hgetex h persist fields 1 a | httl h fields 1 a | hgetex h exat 1 fields 1 a | hgetex h ex abc fields 1 b | hgetex h ex 0 fields 1 b | hgetex h ex 10 px 10 fields 1 b | hgetex h foo fields 1 b | hgetex h fields 0 b | hgetex m ex 10 fields 1 a | hgetex h ex 10 persist fields 1 b | hgetex h fields 2 b
@8 hsetex h fields 2 a 1 b 2 | hgetall h | hsetex h fnx fields 1 a 3 | hsetex h fxx fields 1 a 3 | hget h a | hsetex h fxx fields 1 x 3 | hsetex h ex 100 fields 1 a 4 | httl h fields 1 a | hsetex h keepttl fields 1 a 5 | httl h fields 1 a | hsetex h fields 1 a 6 | httl h fields 1 a | hsetex h fields 1 a | hsetex h fields 2 a 1 | hsetex h fnx fxx fields 1 a 1 | hsetex h ex 1 px 1 fields 1 a 1 | hsetex h foo fields 1 a 1 | hsetex h ex 0 fields 1 a 1 | hsetex h exat 1 fields 1 z 1 | hget h z | hsetex h ex abc fields 1 a 1
@7 hscan m abc | hscan m 1 | hscan m 0 foo | hscan m 0 count 0 | sscan m abc | zscan m abc | hscan m -1 | hscan m 99999999999999999999999 | hset h a 1 | hscan h abc | set k v | hscan k abc | sscan k abc
`;

export const setCases = String.raw`
sadd s a b c | sadd s c d | scard s | a% smembers s | sismember s a | sismember s x | smismember s a x
srem s a | sadd s a b | srem s a x | srem s b | exists s | srem
@7 sadd s a | spop s | exists s | spop s | spop s 2 | sadd s a b | a% spop s 5 | spop s -1 | spop s abc | spop s 1 2
sadd s a | srandmember s | srandmember s 5 | srandmember s -3 | srandmember m | srandmember m 2 | srandmember s abc | srandmember s 0
sadd s a b | sadd t b c | a% sunion s t | sinter s t | sdiff s t | a% sunion s m | sinter s m | a% sdiff s m | sinter
sadd s a b | sadd t b c | sunionstore d s t | scard d | sinterstore d s t | smembers d | sdiffstore d s s | exists d | sdiffstore d x y
sadd s a b | smove s t a | smove s t x | smembers t | smove s t b | exists s | smove s t b | smove t t a
set k v | sadd k a | smembers k | sunion k | sinter m k | sismember k a | smove k s a | sadd s a | smove s k a
sadd s 1 2 3 | sscan s 0 MATCH 2 | sscan s 0 COUNT abc | sscan m 0 | sscan s x
@7 sadd s a b c | sadd t b c d | sintercard 2 s t | sintercard 2 s t limit 1 | sintercard 2 s m | sintercard 0 s | sintercard 3 s t | sintercard 1 s limit -1 | sintercard 1 s limit | sintercard 1 s foo | set k v | sintercard 2 m k | sintercard 1 s limit 0
@7 srandmember m -9223372036854775808 | sadd s a | srandmember s -9223372036854775808 | srandmember s 9223372036854775807
@7 hello 3 | sadd s a | smembers s | smembers m | sinter s | sismember s a | spop s 1 | srandmember s 1
`;

export const sortedSetCases = String.raw`
zadd z 1 a 2 b | zadd z 3 a | zscore z a | zcard z | zrange z 0 -1 WITHSCORES | zadd z CH 3 a 5 b
zadd z NX 1 a | zadd z NX 2 a | zadd z XX 2 a | zadd z XX 2 b | zadd z GT 1 a | zadd z LT 1 a | zscore z a | zadd z GT CH 5 a
zadd z INCR 1 a | zadd z INCR 2 a | zadd z NX INCR 1 a | zadd z XX INCR 1 b | zadd z INCR 1 a 2 b | zadd z NX XX 1 a | zadd z GT LT 1 a | zadd z NX GT 1 a | zadd z abc a | zadd z 1 | zadd z
zadd z inf a | zincrby z -inf a | zscore z a | zadd z nan b | zadd z -inf b | zrange z 0 -1 WITHSCORES | zadd z 1e3 c 0.1 d -1.5 e | zrange z 0 -1 WITHSCORES
zadd z 0.1 a 3.14 b 100 c 1e20 d 1e-7 e 12345678901234567 f | zscore z a | zscore z b | zscore z c | zscore z d | zscore z e | zscore z f
zincrby z 1 a | zincrby z 1.5 a | zincrby z abc a | zmscore z a x | zmscore m a | zscore z x | zscore m x
zadd z 1 a 2 b 3 c | zrank z a | zrank z c | zrevrank z a | zrank z x | zrank m x | zrem z a x | zrem z b c | exists z
@7 zadd z 1 a 2 b 3 c | zpopmin z | zpopmax z 2 | exists z | zpopmin z | zpopmin z 2 | zpopmin z -1 | zpopmax z abc
zadd z 1 a 2 b 3 c 4 d | zrange z 1 2 | zrange z -2 -1 | zrange z 2 1 | zrevrange z 0 1 WITHSCORES | zrange z 0 -1 REV | zrange z abc 1 | zrange z 0 1 FOO
zadd z 1 a 2 b 3 c 4 d | zrangebyscore z 2 3 | zrangebyscore z (2 +inf | zrangebyscore z -inf (3 WITHSCORES | zrangebyscore z 1 4 LIMIT 1 2 | zrevrangebyscore z 3 2 | zrevrangebyscore z +inf -inf LIMIT 0 1 | zrangebyscore z a b
@7 zadd z 0 a 0 b 0 c 0 d | zrangebylex z - + | zrangebylex z [b (d | zrevrangebylex z + [c | zrangebylex z [a [c LIMIT 1 1 | zrangebylex z a b | zlexcount z [b + | zrange z [b [c BYLEX | zrange z [c [b BYLEX REV
@7 zadd z 1 a 2 b 3 c | zrange z 2 3 BYSCORE | zrange z 3 2 BYSCORE REV | zrange z (1 3 BYSCORE LIMIT 0 1 | zrange z 0 1 LIMIT 0 1 | zrange z - + BYLEX WITHSCORES | zcount z 1 2 | zcount z (1 +inf | zcount z a b | zcount m 1 2
zadd z 1 a 2 b 3 c 4 d | zremrangebyscore z 1 2 | zremrangebyrank z 0 0 | zremrangebylex z - + | exists z | zremrangebyscore z a b | zremrangebyrank m 0 1
set k v | zadd k 1 a | zscore k a | zrange k 0 1 | zpopmin k | zincrby k 1 a | zrem k a
hello 3 | zadd z 1.5 a 2 b | zscore z a | zrange z 0 -1 WITHSCORES | zpopmin z | zpopmax z 1 | zadd z INCR 1 a | zincrby z 1 a | zmscore z a x
zadd z 1 a 2 b | zscan z 0 | zscan z 0 MATCH a | zscan m 0
`;

export const sortedSetAlgebraCases = String.raw`
@7 zadd z 1 a 2 b 3 c | zadd y 10 b 20 d | zunion 2 z y | zunion 2 z y withscores | zinter 2 z y withscores | zdiff 2 z y withscores | zunionstore d 2 z y weights 2 3 | zrange d 0 -1 withscores | zinterstore d 2 z y aggregate max | zrange d 0 -1 withscores | zdiffstore d 2 z y | zrange d 0 -1 | zdiffstore d 2 z z | exists d | zintercard 2 z y | zintercard 2 z y limit 1
@7 zunion 0 a | zunion abc a | zunion 2 a | zunionstore d 1 a weights | zunionstore d 1 a weights x | zunion 1 a aggregate foo | zunion 1 a foo | zdiff 1 a weights 1 | zunionstore d 1 a withscores | zintercard 0 a | zintercard 2 a | zintercard 1 a limit -1 | zintercard 1 a limit abc | zintercard 1 a foo 1 | zintercard abc a | set k v | zunion 1 k | zinter 2 m k | zunionstore d 0 k | zunion -1 k
@7 sadd s a b | zadd z 5 a 6 c | zunion 2 s z withscores | zinter 2 s z weights 2 1 aggregate min withscores | zadd i inf x | zadd j -inf x | zunion 2 i j withscores | zunion 1 i weights 0 withscores
@7 hello 3 | zadd z 1.5 a 2 b | zunion 1 z | zunion 1 z withscores | a? zrandmember z -2 withscores | zmpop 1 z min count 5 | zmpop 1 z min | bzpopmin z 0.01 | zadd z 1 a | bzpopmax z 0.01
@7 zadd z 1 a 2 b 3 c | bzpopmin z 0 | bzpopmax x z 0 | zmpop 2 x z min | zmpop 1 z min | bzmpop 0.01 1 z max | zadd z 1 a 2 b | bzmpop 0 1 z max count 5 | exists z
@7 zmpop 0 a min | zmpop 1 a foo | zmpop 1 a | zmpop 1 a min count 0 | zmpop 1 a min count | zmpop abc a min | bzmpop -1 1 a min | bzmpop abc 1 a min | bzpopmin a | bzpopmin a -1 | bzpopmin a abc | set k v | bzpopmin k 0 | zmpop 1 k min | bzmpop 0 1 k min | zmpop 2 a min
@7 b> bzpopmin z 0 | c> bzmpop 0 1 z max count 2 | a: zadd z 1 a 2 b 3 c | b< | c< | exists z
@7 b> bzpopmin z 0 | a: lpush z x | a: del z | a: zadd z 1 a | b<
@7 multi | bzpopmin z 0 | bzmpop 0 1 z min | exec
@7 zadd z 1 a 2 b 3 c 4 d | zrangestore d z 1 2 | zrange d 0 -1 withscores | zrangestore d z (1 3 byscore limit 1 1 | zrange d 0 -1 | zrangestore d z 5 6 | exists d | zrangestore d z - + bylex | zrangestore d z 0 -1 withscores | zrangestore d z 0 -1 rev | zrangestore d m 0 1 | exists d | set k v | zrangestore d k 0 1 | zrangestore k z 0 0 | type k
@7 zadd z 1 a | zrandmember z | zrandmember z 5 | zrandmember z 2 withscores | zrandmember z -3 | zrandmember m | zrandmember m 2 | zrandmember z abc | zrandmember z 1 foo | zrandmember z 0 | zrandmember z -9223372036854775808 | zrandmember z 9223372036854775807 withscores | zrandmember m -9223372036854775807 | zrandmember z 1 withscores x
`;
