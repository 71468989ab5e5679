export const connectionCases = String.raw`
ping | ping hello | ping a b | echo hi | echo | echo a b
PING | PiNg x | "" | " " | nosuch | nosuch a b c | NoSuch "with 'quotes'"
nosuch aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccccccccccccc d
@7 hello | hello 2 | hello 3 | hello 4 | hello 1 | hello abc | hello 3 FOO | hello 3 SETNAME | ping
hello 3 SETNAME bob | client getname | hello 2 SETNAME "a b" | hello 3 AUTH default x | hello 3 AUTH nobody x | client getname
auth x | auth default x | auth nobody x | auth | auth a b c
client getname | client setname foo | client getname | client setname "a b" | client setname "" | client getname
@7 client id x | client foo | client | client getname x | client setname | client kill | client list FOO | client unblock | client reply FOO | client reply | client no-evict foo | client pause
a? client id | a? client info | a? client list | a? client list TYPE normal | client list TYPE foo | client list ID abc | client list ID 999999
client no-evict on | client no-evict off | client setinfo lib-name foo | client setinfo lib-ver 1.0 | client setinfo foo bar | client setinfo lib-name "a b" | client no-touch on
@7 client kill 1.2.3.4:5 | client kill ID abc | client kill ID 999999 | client kill TYPE foo | client kill ADDR x | client kill SKIPME maybe | client kill ID 1 FOO | client kill USER nobody | client kill LADDR 1.2.3.4:1 | client kill TYPE pubsub
b: subscribe x | a: client kill TYPE pubsub | b<
b: client setname x | a: client kill TYPE normal SKIPME yes ADDR 1.1.1.1:1 | b: ping
client unblock abc | client unblock 999999 | client unblock 1 FOO | client unblock 1 ERROR
a> client reply off | client reply on | a> client reply skip | a> ping | ping
a> client reply skip | a> set a 1 | get a | a> client reply off | a> set a 2 | client reply on | get a
client unpause | client pause 0 | client pause abc | client pause -1 | client pause 10 FOO | client pause 1 WRITE | ping
client pause 30 ALL | ping | client pause 30 WRITE | get a | set a 1 | incr a
quit | a<
reset | client setname x | select 3 | reset | client getname | hello 3 | reset | get nothing
@7 time x | a? time | dbsize x | command count x | command info nosuch | command foo | command getkeys get a | command getkeys mset a 1 b 2
command getkeys xreadgroup group g c streams a b 1 2 | command getkeys lmpop 2 a b left
@7 a? info server foo | info nosuch | a? role | replicaof 127.0.0.1 1 | set a 1 | get a | replicaof no one | set a 1 | replicaof x abc
config get maxmemory | config set maxmemory 100mb | config get maxmemory | config set maxmemory abc | config set nosuch 1 | config get nosuch | config set maxmemory | config get | config foo | config set databases 5
a% config get maxmemory requirepass | config set maxmemory 0 requirepass "" | config set maxmemory 0 nosuch 1 | config get MAXMEMORY | config set maxmemory 0 maxmemory-samples abc | config set appendonly maybe | config resetstat
config set maxmemory 1 | set a 1 | lpush l a | get a | lpop l | del a | xadd s * a b | multi | set a 1 | exec | config set maxmemory 0 | set a 1
config set maxmemory 1 | xreadgroup group g c streams s > | xack s g 1-1 | lmove a b left left | hset h a 1 | publish a b | expire a 1 | brpop l 0.01 | blmove a b left left 0.01 | rpoplpush a b | copy a b | incr a
wait 0 0 | wait 0 10 | wait abc 0 | wait 0 abc | wait 0 -1 | wait 1 10 | wait
swapdb 0 1 | select 16 | select 0
b: config set requirepass secret | c: get a | c: auth wrong | c: hello 3 | c: auth secret | c: get a | a: get a
b: config set requirepass secret | c: hello 3 AUTH default wrong | c: hello 3 AUTH default secret | c: ping | d: ping | d: multi | d: subscribe x | d: quit
acl whoami | acl users | acl list | acl getuser nobody | acl foo | acl | acl deluser default | acl deluser nobody
acl setuser bob | acl getuser bob | acl setuser bob on >pw ~k* +get | acl getuser bob | acl list | acl deluser bob
acl setuser bob on nopass ~k* &c* +@all -flushall | b: auth bob x | b: acl whoami | b: get k1 | b: get x | b: flushall | b: publish c1 a | b: publish d a | b: subscribe c1 | b: subscribe d
acl setuser bob on nopass ~* +get +client|id +xgroup|create | b: auth bob x | b: set a 1 | b? client id | b: client getname | b: xgroup create s g 0 | b: xgroup destroy s g | b: nosuch
acl setuser bob on >pw | b: auth bob wrong | b: auth bob pw | b: get a | b: ping | acl setuser bob off | c: auth bob pw
acl setuser bob on nopass %R~r* %W~w* +@all | b: auth bob x | b: get r1 | b: set r1 x | b: set w1 x | b: get w1 | b: lpush w1 a | b: lpop w1 | b: lmove r1 w1 left left | b: del w1 | b: copy r1 w1
@7 acl setuser bob on nopass allkeys resetchannels &news:* +@all | b: auth bob x | b: psubscribe news:* | b: psubscribe news* | b: subscribe news:1 | b: psubscribe news:1*
acl setuser bob FOO | acl setuser bob +nosuch | acl setuser bob +@nosuch | acl setuser bob #abc | acl setuser bob <x | acl setuser bob ~* ~a | acl getuser bob | acl setuser "a b"
acl setuser bob on nopass allkeys +@all -get | b: auth bob x | b: multi | b: set a 1 | b: get a | b: exec
acl setuser bob on nopass allkeys +@all | b: auth bob x | b: multi | b: get a | a: acl setuser bob -get | b: exec
acl setuser bob on nopass allkeys +@all | b: auth bob x | a: acl deluser bob | b<
acl dryrun default get a | acl setuser bob +get ~a | acl dryrun bob get a | acl dryrun bob get b | acl dryrun bob set a b | acl dryrun nobody get a | acl dryrun bob nosuch
@7 eval | eval x | evalsha abc 0 | evalsha abc abc | evalsha abc -1 | evalsha abc 5 a | script exists abc | script flush | script flush FOO | script foo | script flush SYNC | script exists
# what goes on although replies are off, and who kills itself
@7 a> client reply off | a> subscribe x | a< | b: publish x hi | a<
client kill skipme no type normal | a<
@7 acl setuser bob on nopass ~* &* +@all | b: auth bob x | b: acl deluser bob | b<
# users: hashes, first arguments, selectors, channels that are taken away
acl setuser bob >pw | acl setuser bob !30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4 | acl getuser bob | acl setuser bob !30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4 | acl setuser bob !abc
@7 acl setuser bob on nopass +select|0 | b: auth bob x | b: select 0 | b: select 1 | a: acl getuser bob | a: acl setuser bob +get|x|y | a: acl setuser bob +config|foo | a: acl setuser bob -select|0 | a: acl setuser bob +nosuch|x
@7 acl setuser bob on nopass +get ~a* (+set ~b*) | acl getuser bob | acl list | b: auth bob x | b: get a1 | b: set a1 x | b: set b1 x | b: get b1 | a: acl setuser bob clearselectors | b: set b1 x | acl setuser bob (+nosuch) | acl setuser bob (~a | acl setuser bob "(%R~x &c" "+get)" | acl getuser bob | acl dryrun bob get x | acl dryrun bob set b1 x
@7 acl setuser bob on nopass ~* &a &b* +@all | b: auth bob x | b: subscribe a | b: psubscribe b* | a: acl setuser bob resetchannels &a | b<
@7 acl setuser bob on nopass ~* &a +@all | b: auth bob x | b: subscribe a | a: acl setuser bob resetchannels &a | b: ping
# commands as data
@7 config|get maxmemory | client|id | CONFIG|GET maxmemory | acl setuser bob +config|get | multi | client|id | exec
@7 command getkeys xgroup create s g 0 | command getkeys xinfo stream s | command getkeys object encoding s | command getkeys eval x 0 | command getkeys eval x 1 k | command getkeys eval x 2 k | command getkeys eval x -1 | command getkeys eval x abc | command getkeys get | command getkeys get a b | command getkeys nosuch | command getkeys ping | command getkeys xgroup | command getkeys xgroup help | command getkeys xgroup nosuch a | command getkeys config get a | command getkeys
@7 command getkeys mset a | command getkeys mset a b c | command getkeys xread streams a | command getkeys xread streams a b 1 2 | command getkeys lmpop 0 left | command getkeys lmpop abc a left | command getkeys del a b c
@7 command list filterby | command list filterby x | command list filterby module x | command list filterby aclcat nosuch | command list filterby aclcat | command list filterby pattern xau* | command list filterby foo bar | command list a | command list filterby pattern a b
@7 config set maxmemory 0 | config set maxmemory 1 maxmemory 2 | config set maxmemory 1 MAXMEMORY 2 | config set nosuch 1 nosuch 2 | config set databases 5 databases 6
# keys that clients keep
@7 hello 3 | client tracking on | get a | b: set a 1 | a< | b: set a 2 | get a | set a 3 | a< | client trackinginfo | client getredir | mget a b | b: flushall | a< | client tracking off | client trackinginfo | client getredir
@7 hello 3 | client tracking on bcast prefix x prefix y | b: mset x1 1 y1 2 z1 3 | a< | a< | ping | client trackinginfo | client tracking on | client tracking on optin | client tracking on bcast optin | client tracking on bcast prefix xx | client tracking on bcast prefix z prefix zz
@7 hello 3 | client tracking on | get a | multi | set a 2 | get b | exec | a< | b: set b 1 | a<
@7 hello 3 | client tracking on optin | get a | b: set a 1 | client caching yes | get a | b: set a 2 | a< | client caching no | client caching foo | client tracking on optout | client tracking on optin optout
@7 hello 3 | client tracking on optout noloop | client caching no | get a | set a 1 | get a | set a 2 | b: set a 1 | ping | client caching yes | client tracking on redirect 99999 | client tracking on foo | client tracking foo | client tracking on prefix a
@7 client tracking on | get a | b: set a 1 | ping | client trackinginfo | client caching yes
# what shows how a server does
@7-8 acl help | client help | command help | config help | latency help | memory help | pubsub help | slowlog help | script help
@7 slowlog reset | slowlog len | slowlog get | slowlog get -1 | slowlog get -2 | slowlog get abc | slowlog get 1 2 | slowlog foo | config set slowlog-log-slower-than 0 | ping | a? slowlog get 1 | slowlog len | config set slowlog-log-slower-than 10000 | slowlog reset
@7 memory usage m | set k v | a? memory usage k | a? memory usage k samples 5 | memory usage k samples -1 | memory usage k foo | memory usage | memory purge | memory foo
@7 latency latest | latency history command | latency reset | latency graph x | latency foo | latency doctor
@7 acl cat | acl cat nosuch | acl cat a b | acl log reset | acl setuser bob on nopass +get ~a | b: auth bob x | b: set a 1 | b: get b | a? acl log | acl log reset | acl log | acl log abc | a? acl genpass | a? acl genpass 5 | acl genpass 0 | acl genpass 5000 | acl genpass abc | acl load | acl save
@7 b: monitor | set k "a b\n\xff" | b? set k x | lastsave x
`;
