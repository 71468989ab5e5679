export const streamCases = String.raw`
# XADD
xadd s 1-1 a b | xadd s 1-2 a b c d | xlen s | xrange s - +
xadd s * a b | xadd s * a b | xlen s | xadd s 1-1 a b
xadd s 5 a b | xadd s 5-0 a b | xadd s 5-1 a b | xadd s 4-0 a b | xadd s 6 a b | xrange s - +
xadd s 0-0 a b | xadd s 0 a b | xadd s 0-1 a b | xadd s 0-* a b | xadd t 0-* a b
xadd s 5-* a b | xadd s 5-* a b | xadd s 4-* a b | xadd s 6-* a b | xrange s - +
xadd s abc a b | xadd s 1-abc a b | xadd s -1 a b | xadd s 1-1-1 a b | xadd s 18446744073709551616-0 a b | xadd s "" a b | xadd s - a b | xadd s + a b
xadd s 18446744073709551615-18446744073709551615 a b | xadd s * a b | xadd s 1-1 a b | xrange s - +
xadd s 18446744073709551615-* a b | xadd s 1-18446744073709551615 a b | xadd t 1-18446744073709551615 a b | xadd t 1-* a b
@7 xadd s 1-1 a | xadd s 1-1 | xadd s 1-1 a b c | xadd | xadd s | xadd s *
set k v | xadd k 1-1 a b | xlen k | xrange k - + | xdel k 1-1 | xtrim k MAXLEN 0 | xread streams k 0 | xinfo stream k | xgroup create k g 0 | xpending k g
xadd s NOMKSTREAM 1-1 a b | exists s | xadd s 1-1 a b | xadd s NOMKSTREAM 1-2 a b | xlen s | xadd s nomkstream * a b
xadd s 1-1 "\x00" "\xff\r\n" "" "" | xrange s - +
xadd s 1-1 a b a c | xrange s - +
# trimming
xadd s MAXLEN 2 1-1 a b | xadd s MAXLEN 2 1-2 a b | xadd s MAXLEN 2 1-3 a b | xrange s - +
xadd s MAXLEN = 1 1-1 a b | xadd s MAXLEN = 1 1-2 a b | xadd s MAXLEN ~ 1 1-3 a b | xlen s | xadd s MAXLEN 0 1-4 a b | xlen s | exists s
xadd s 1-1 a b | xadd s 2-1 a b | xadd s MINID 2 3-1 a b | xrange s - + | xadd s MINID ~ 3 4-1 a b | xlen s | xadd s MINID = 4 5-1 a b | xlen s
xadd s MAXLEN -1 * a b | xadd s MAXLEN abc * a b | xadd s MINID abc * a b | xadd s MAXLEN ~ 1 LIMIT -1 * a b | xadd s MAXLEN 1 LIMIT 10 * a b | xadd s MAXLEN ~ 1 LIMIT abc * a b
@7 xadd s MAXLEN 1 MINID 1 * a b | xadd s MAXLEN ~ 1 LIMIT 10 1-1 a b | xadd s MAXLEN = 1 LIMIT 1 * a b | xadd s MAXLEN 10 MAXLEN 5 * a b | xadd s MAXLEN | xadd s LIMIT 1 * a b
xadd s 1-1 a b | xadd s 1-2 a b | xadd s 1-3 a b | xtrim s MAXLEN 2 | xtrim s MAXLEN ~ 1 | xtrim s MINID 1-3 | xlen s | xtrim s MAXLEN 0 | exists s | xtrim s MAXLEN 0 | xtrim m MAXLEN 0
@7 xtrim s | xtrim s MAXLEN | xtrim s FOO 1 | xtrim s MAXLEN abc | xtrim s MAXLEN -1 | xtrim s MINID abc | xtrim s MAXLEN 1 foo | xtrim s MAXLEN ~ 1 LIMIT -5 | xtrim s MAXLEN 1 LIMIT 5 | xtrim s MAXLEN ~
xadd s 1-1 a b | xadd s 2-1 a b | xdel s 1-1 | xtrim s MINID 3 | xadd s 1-5 a b | xinfo stream s
# XDEL and XSETID
xadd s 1-1 a b | xadd s 1-2 a b | xdel s 1-1 1-1 9-9 | xlen s | xdel s 1-2 | exists s | xlen s | xdel m 1-1 | xdel s abc | xdel s
xadd s 1-1 a b | xdel s 1-1 | xadd s 1-1 a b | xadd s 1-2 a b | xinfo stream s
xadd s 5-1 a b | xsetid s 4-1 | xsetid s 10-0 | xadd s 9-0 a b | xadd s * a b | xsetid m 1-1 | xsetid s abc | xsetid s
xadd s 5-1 a b | xsetid s 10-0 ENTRIESADDED 7 MAXDELETEDID 2-0 | xinfo stream s | xsetid s 10-0 ENTRIESADDED 0 | xsetid s 10-0 MAXDELETEDID 11-0 | xsetid s 10-0 ENTRIESADDED -1 | xsetid s 10-0 FOO 1
xadd s 1-1 a b | xadd s 2-1 a b | xdel s 2-1 | xsetid s 1-5
# XRANGE
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 2-1 a 3 | xadd s 3-0 a 4 | xrange s 1 2 | xrange s 1-2 2 | xrange s (1-1 + | xrange s - (2-1 | xrange s (1 + | xrange s - (2 | xrange s - + COUNT 2 | xrange s 2 1
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 2-1 a 3 | xrevrange s + - | xrevrange s 2 1 | xrevrange s + - COUNT 1 | xrevrange s (2-1 (1-1 | xrevrange s 1 2
xrange s - + | xrange s - + COUNT 0 | xadd s 1-1 a b | xrange s - + COUNT 0 | xrange s - + COUNT -1 | xrange s - + COUNT | xrange s - + COUNT abc | xrange s - + FOO 1 | xrange s abc + | xrange s - | xrange s + -
xrange s (- + | xrange s - (+ | xrange s (18446744073709551615-18446744073709551615 + | xrange s - (0-0 | xrevrange s (0-0 - | xrange s ( +
xlen m | xlen | xrange m - + | xrevrange m + -
# XREAD
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xread streams s 0 | xread streams s 1-1 | xread streams s 1-2 | xread COUNT 1 streams s 0 | xread streams s $ | xread COUNT 0 streams s 0
xadd a 1-1 f 1 | xadd b 2-1 f 2 | xread streams a b 0 0 | xread streams a b 1-1 0 | xread streams a b c 0 0 0 | xread streams a x 5 0
xread streams s | xread streams | xread COUNT abc streams s 0 | xread COUNT 1 s 0 | xread BLOCK abc streams s 0 | xread BLOCK -1 streams s 0 | xread streams s > | xread streams s abc | xread GROUP g c streams s 0 | xread NOACK streams s 0 | xread streams a b 0
xread BLOCK 10 streams s 0 | xread BLOCK 10 streams s $ | xread FOO streams s 0 | xread streams s 0 0 0
a> xread BLOCK 0 streams s $ | b: xadd s 1-1 a b | a< | a: xread BLOCK 10 streams s $
a> xread BLOCK 0 streams s 5 | b: xadd s 1-1 a b | b: xadd s 6-1 a b | a<
a> xread BLOCK 0 COUNT 1 streams s t 0 0 | b: multi | b: xadd t 1-1 a 1 | b: xadd t 1-2 a 2 | b: xadd s 1-1 a 3 | b: exec | a<
a> xread BLOCK 0 streams s $ | b> xread BLOCK 0 streams s 0 | c: xadd s 1-1 a b | a< | b<
a> xread BLOCK 0 streams s $ | b: set s v | b: del s | b: xadd s 1-1 a b | a<
a> xread BLOCK 0 streams s $ | b: xadd t 1-1 a b | b: rename t s | a<
multi | xread BLOCK 0 streams s $ | xread BLOCK 10 streams s 0 | exec
hello 3 | xadd s 1-1 a b | xread streams s 0 | xread streams s 5 | xrange s - + | xread BLOCK 10 streams s $
# groups
xgroup create s g 0 | xgroup create s g 0 MKSTREAM | xgroup create s g 0 | xlen s | exists s | xgroup create s h $ | xinfo groups s
xadd s 1-1 a b | xgroup create s g abc | xgroup create s g 5-5 | xgroup create s h $ | xgroup create s i 0 ENTRIESREAD 3 | xgroup create s j 0 ENTRIESREAD -2 | xgroup create s k 0 FOO | xinfo groups s
@7 xgroup create s | xgroup | xgroup foo | xgroup foo s g | xgroup create s g 0 ENTRIESREAD | xgroup create s g 0 MKSTREAM MKSTREAM
@7 xgroup create s g $ MKSTREAM | xgroup createconsumer s g c | xgroup createconsumer s g c | xgroup createconsumer s x c | xgroup createconsumer m g c | xgroup delconsumer s g c | xgroup delconsumer s g c | xgroup delconsumer s x c | xgroup delconsumer m g c
xgroup create s g 0 MKSTREAM | xgroup destroy s g | xgroup destroy s g | xgroup destroy m g | xgroup setid s g 0 | xgroup setid m g 0
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g $ | xreadgroup group g c streams s > | xgroup setid s g 0 | xreadgroup group g c streams s > | xgroup setid s g $ | xgroup setid s g 1-1 ENTRIESREAD 1 | xinfo groups s | xgroup setid s g abc
@7 xgroup help
@7 xinfo help
# XREADGROUP
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c COUNT 1 STREAMS s > | xreadgroup GROUP g c STREAMS s > | xreadgroup GROUP g c STREAMS s > | xreadgroup GROUP g c STREAMS s 0 | xreadgroup GROUP g d STREAMS s 0
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xreadgroup GROUP g c STREAMS s 1-1 | xreadgroup GROUP g c COUNT 1 STREAMS s 0 | xreadgroup GROUP g c STREAMS s 5 | xack s g 1-1 | xreadgroup GROUP g c STREAMS s 0
xadd s 1-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g c NOACK STREAMS s > | xpending s g | xreadgroup GROUP g c STREAMS s 0 | xinfo groups s
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xdel s 1-1 | xreadgroup GROUP g c STREAMS s 0 | xtrim s MAXLEN 0 | xreadgroup GROUP g c STREAMS s 0 | xpending s g
xadd s 1-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s $ | xreadgroup GROUP x c STREAMS s > | xreadgroup GROUP g c STREAMS m > | xreadgroup GROUP g c STREAMS s abc | xreadgroup STREAMS s > | xreadgroup GROUP g c STREAMS s | xreadgroup GROUP g c COUNT abc STREAMS s >
xreadgroup GROUP g c STREAMS | xreadgroup GROUP g STREAMS s > | xreadgroup | set k v | xreadgroup GROUP g c STREAMS k > | xreadgroup COUNT 1 BLOCK 1 STREAMS s > | xreadgroup GROUP g c STREAMS s t >
xadd a 1-1 f 1 | xadd b 1-1 f 1 | xgroup create a g 0 | xgroup create b g 0 | xreadgroup GROUP g c STREAMS a b > > | xadd b 1-2 f 1 | xreadgroup GROUP g c STREAMS a b > > | xreadgroup GROUP g c STREAMS a b 0 0 | xreadgroup GROUP g c STREAMS a x > >
xgroup create s g 0 MKSTREAM | xreadgroup GROUP g c STREAMS s > | xinfo consumers s g | xgroup setid s g 0
xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: xadd s 1-1 a b | a< | b? xpending s g - + 10 c | b: xack s g 1-1
xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c1 BLOCK 0 STREAMS s > | b> xreadgroup GROUP g c2 BLOCK 0 STREAMS s > | c: xadd s 1-1 a b | a< | c: xadd s 1-2 a b | b<
xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c1 COUNT 1 BLOCK 0 STREAMS s > | b> xreadgroup GROUP g c2 BLOCK 0 STREAMS s > | c: multi | c: xadd s 1-1 a b | c: xadd s 1-2 a b | c: xadd s 1-3 a b | c: exec | a< | b<
@7 xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: del s | a<
xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: xgroup destroy s g | a<
@7 xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: set s v | a<
@7 xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: flushall | a<
@7 xgroup create s g 0 MKSTREAM | a> xreadgroup GROUP g c BLOCK 0 STREAMS s > | b: rename s t | a<
xgroup create s g 0 MKSTREAM | xreadgroup GROUP g c BLOCK 10 STREAMS s > | xreadgroup GROUP g c BLOCK 0 STREAMS s 0 | xreadgroup GROUP g c BLOCK -1 STREAMS s >
xgroup create s g 0 MKSTREAM | multi | xreadgroup GROUP g c BLOCK 0 STREAMS s > | exec
hello 3 | xadd s 1-1 a b | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xreadgroup GROUP g c STREAMS s > | xreadgroup GROUP g c STREAMS s 0 | xpending s g | xpending s g - + 10 d
xadd s 1-1 a b | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xgroup setid s g 0 | xreadgroup GROUP g d STREAMS s > | xpending s g | xreadgroup GROUP g c STREAMS s 0
# XACK and XPENDING
xadd s 1-1 a b | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xack s g 1-1 9-9 | xack s g 1-1 | xack s x 1-1 | xack m g 1-1 | xack s g abc | xack s g
xadd s 1-1 a b | xadd s 1-2 a b | xadd s 1-3 a b | xgroup create s g 0 | xreadgroup GROUP g d COUNT 1 STREAMS s > | xreadgroup GROUP g c STREAMS s > | xpending s g | xgroup delconsumer s g c | xpending s g
xadd s 1-1 a b | xgroup create s g 0 | xpending s g | xpending s g - + 10 | xpending s x | xpending m g | xpending m g - + 10 | xpending s g - + | xpending s g - | xpending s g - + abc | xpending s g abc + 1 | xpending s
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xpending s g IDLE 100000 - + 10 | xpending s g IDLE abc - + 10 | xpending s g IDLE 0 - + | xpending s g - + 0 | xpending s g - + -1 | xpending s g - + 10 nobody | xpending s g IDLE 0 5 6 10 c
xadd s 1-1 a b | xadd s 1-2 a b | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | b? xpending s g - + 10 | b? xpending s g (1-1 + 10 | b? xpending s g - (1-2 10 c | b? xpending s g 1-2 1-2 1
# XCLAIM
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xclaim s g d 0 1-1 | xclaim s g d 0 1-2 JUSTID | xpending s g | xclaim s g d 100000 1-1 | xclaim s g d 0 9-9
xadd s 1-1 a 1 | xgroup create s g 0 | xclaim s g d 0 1-1 | xclaim s g d 0 1-1 FORCE | xpending s g | xclaim s g d 0 5-5 FORCE | xpending s g
xadd s 1-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xclaim s g d 0 1-1 IDLE 5000 RETRYCOUNT 7 | xreadgroup GROUP g d STREAMS s 0 | xclaim s g d 0 1-1 TIME 1000 JUSTID | xclaim s g c 0 1-1 LASTID 9-9 | xinfo groups s
xadd s 1-1 a 1 | xgroup create s g 0 | xclaim s g d abc 1-1 | xclaim s g d 0 abc | xclaim s g d 0 1-1 FOO | xclaim s g d 0 1-1 IDLE | xclaim s g d 0 1-1 IDLE abc | xclaim s g d 0 1-1 RETRYCOUNT abc | xclaim s g d 0 1-1 TIME abc | xclaim s g d 0 1-1 LASTID abc
xclaim m g d 0 1-1 | xadd s 1-1 a 1 | xclaim s g d 0 1-1 | xclaim s g d 0 | xclaim s g d -5 1-1 | xclaim
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xdel s 1-1 | xclaim s g d 0 1-1 1-2 | xpending s g | xdel s 1-2 | xclaim s g e 0 1-2 JUSTID | xpending s g
# XAUTOCLAIM
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 1-3 a 3 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xautoclaim s g d 0 0 COUNT 1 | xautoclaim s g d 0 1-2 COUNT 5 | xautoclaim s g d 0 0 JUSTID | xautoclaim s g d 100000 0 | xautoclaim s g d 0 (1-1 COUNT 1
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 1-3 a 3 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xdel s 1-2 | xautoclaim s g d 0 - | xpending s g | xtrim s MAXLEN 0 | xautoclaim s g d 0 0 COUNT 1 | xpending s g | xautoclaim s g d 0 0
xgroup create s g 0 MKSTREAM | xautoclaim s g d 0 0 | xautoclaim s g d abc 0 | xautoclaim s g d 0 abc | xautoclaim s g d 0 0 COUNT 0 | xautoclaim s g d 0 0 COUNT abc | xautoclaim s g d 0 0 FOO | xautoclaim s x d 0 0 | xautoclaim m g d 0 0 | xautoclaim s g d 0 | xautoclaim s g d 0 0 COUNT
xgroup create s g 0 MKSTREAM | xautoclaim s g d 0 0 | xinfo groups s
xadd s 1-1 a 1 | xgroup create s g 0 | xreadgroup GROUP g c STREAMS s > | xautoclaim s g d 0 0 | xautoclaim s g d 0 0 JUSTID | b: xclaim s g d 0 1-1 JUSTID | xreadgroup GROUP g d STREAMS s 0
# XINFO
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xinfo stream s | xdel s 1-1 | xinfo stream s | xdel s 1-2 | xinfo stream s
@7 xinfo stream m | xinfo groups m | xinfo consumers m g | xadd s 1-1 a b | xinfo consumers s g | xinfo groups s | xinfo stream | xinfo foo s | xinfo | xinfo stream s FOO | xinfo stream s FULL COUNT abc | xinfo stream s FULL COUNT | xinfo groups
xadd s 1-1 a 1 | xgroup create s g 0 | xgroup create s a 1-1 | xinfo groups s | xreadgroup GROUP g c STREAMS s > | xinfo groups s | b? xinfo consumers s g
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xinfo stream s FULL | xinfo stream s FULL COUNT 1 | xinfo stream s FULL COUNT 0 | xinfo stream s FULL COUNT -1
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 0 | xreadgroup GROUP g c COUNT 1 STREAMS s > | b? xinfo stream s FULL | hello 3 | b? xinfo stream s FULL | xinfo stream s | xinfo groups s
# entries-read and lag
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 1-3 a 3 | xgroup create s g 0 | xreadgroup GROUP g c COUNT 1 STREAMS s > | xinfo groups s | xdel s 1-3 | xinfo groups s | xreadgroup GROUP g c STREAMS s > | xinfo groups s
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g $ | xinfo groups s | xadd s 1-3 a 3 | xinfo groups s | xreadgroup GROUP g c STREAMS s > | xinfo groups s
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 1-3 a 3 | xgroup create s g 1-1 | xinfo groups s | xreadgroup GROUP g c COUNT 1 STREAMS s > | xinfo groups s | xtrim s MAXLEN 1 | xinfo groups s
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xgroup create s g 1-2 ENTRIESREAD 2 | xadd s 1-3 a 3 | xinfo groups s | xreadgroup GROUP g c STREAMS s > | xinfo groups s | xdel s 1-1 | xinfo groups s | xadd s 1-4 a 4 | xinfo groups s
xadd s 1-1 a 1 | xadd s 1-2 a 2 | xadd s 1-3 a 3 | xdel s 1-1 | xgroup create s g 0 | xinfo groups s | xreadgroup GROUP g c COUNT 1 STREAMS s > | xinfo groups s | xdel s 1-2 | xinfo groups s
# edges of ids and counts
@7 xadd s 5-5 a 1 | xgroup create s g - | xgroup create s h + | xgroup create s i 0 | xgroup setid s i - | xgroup setid s i + | xinfo groups s | xgroup create s j (1
@7 xadd s 1-1 a 1 | xgroup create s g 0 | xautoclaim s g c 0 0 COUNT 9223372036854775807 | xautoclaim s g c 0 0 COUNT 1152921504606846975 | xautoclaim s g c 0 0 COUNT 0 | xautoclaim s g c 0 0 COUNT 1844674407370955 | xautoclaim s g c 0 0 COUNT 922337203685477580 | xautoclaim s g c 0 0 COUNT 922337203685477581 | xautoclaim s g c -9223372036854775808 0 | xautoclaim s g c 9223372036854775807 0
`;
