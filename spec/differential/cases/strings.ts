export const stringCases = String.raw`
# get and set
set k v | get k | strlen k | type k
get missing | strlen missing
set k v NX | set k w NX | get k
set k v XX | exists k | set k v | set k w XX | get k
set k v GET | set k w GET | get k
set k v | set k w NX GET | get k | set m w NX GET | get m
set k v EX 100 | ttl k | set k w | ttl k
set k v PX 100000 | ttl k | set k w KEEPTTL | ttl k | get k
set k v EXAT 4000000000 | set k w PXAT 4000000000000 | set k w EXAT 1 | get k
set k v EX 0 | set k v EX -1 | set k v PX 0 | set k v EX abc
set k v EX 10 PX 10 | set k v NX XX | set k v EX | set k v KEEPTTL EX 10 | set k v FOO
@7 set k v EX 9223372036854775807 | setex k 9223372036854775807 v
set k v GET GET | set k v XX GET | set k v nx
lpush k a | set k v GET | set k v | type k
lpush k a | get k | strlen k | append k x | incr k | getset k v | getdel k | getex k
set "\x00\xff\r\n" "\x01\x80" | get "\x00\xff\r\n" | exists "\x00\xff\r\n"
set "" "" | get "" | strlen "" | exists ""
set
set k
get
get a b
setnx k v | setnx k w | get k
setex k 100 v | ttl k | setex k 0 v | setex k -1 v | setex k abc v
psetex k 100000 v | ttl k | psetex k 0 v
getset k v | getset k w | get k
set k v EX 100 | getset k w | ttl k
getdel k | set k v | getdel k | exists k
getex k | set k v | getex k EX 100 | ttl k | getex k PERSIST | ttl k | getex k | ttl k
set k v | getex k EX 0 | getex k FOO | getex k EX | getex k EX 10 PERSIST | getex k EXAT 1 | exists k
set k v | getex k PX 100000 | ttl k | getex k PXAT 4000000000000 | getex k EXAT 4000000000
# several keys
mset a 1 b 2 c 3 | mget a b c d
@7 mset a 1 b | mset a | mset
msetnx a 1 b 2 | msetnx b 3 c 4 | mget a b c
@7 msetnx a 1 b | mget | lpush l x | mget l
# numbers
incr n | incr n | incrby n 10 | decr n | decrby n 5 | get n
set n abc | incr n | incrby n 1 | decr n
set n 9223372036854775807 | incr n | decr n | get n
set n -9223372036854775808 | decr n | decrby n 1 | incr n
@7 incrby n abc | decrby n abc | incrby n 9223372036854775808 | decrby n -9223372036854775808
set n 10 | incrby n -20 | get n | set n " 1" | incr n | set n 01 | incr n | set n +1 | incr n
incrbyfloat n 1.5 | incrbyfloat n 1.5 | get n | incrbyfloat n -3 | get n
set n 10.50 | incrbyfloat n 0.1 | set n 5.0e3 | incrbyfloat n 2.0e2 | get n
set n 3.0 | incrbyfloat n 1.1 | incrbyfloat n abc | set n abc | incrbyfloat n 1
set n 0.1 | incrbyfloat n 0.2 | incrbyfloat n 1e-5 | incrbyfloat n -0.30001
incrbyfloat n inf | incrbyfloat n nan | set n 1 EX 100 | incr n | ttl n
# ranges
append k abc | append k def | get k | append k "" | strlen k
set k "This is a string" | getrange k 0 3 | getrange k -3 -1 | getrange k 0 -1 | getrange k 10 100
set k abc | getrange k 5 10 | getrange k -100 -50 | getrange k -1 -3 | getrange k 2 1 | getrange m 0 1
set k abc | getrange k -100 1 | getrange k a b | substr k 0 1
set k "Hello World" | setrange k 6 Redis | get k | setrange k 20 x | get k
setrange m 0 "" | exists m | setrange m 3 ab | get m | setrange m -1 a | setrange m abc a
setrange m 536870912 x | exists m
# edges of numbers: long doubles, hexadecimal, infinity
@7 set k v ex 9223372036854775 | set k v ex 9223372036854776 | set k v px 9223372036854775807 | set k v px 9223372036854775800 | set k v exat 9223372036854775 | set k v exat 9223372036854776 | set k v pxat 9223372036854775807 | pexpiretime k | get k | setex k 9223372036854775 v | psetex k 9223372036854775807 v | getex k ex 9223372036854775 | getex k px 9223372036854775807 | getex k exat 9223372036854775807 | getex k pxat 9223372036854775807
@7 set n 12345678.9 | incrbyfloat n 1 | set n 0.1 | incrbyfloat n 0.2 | incrbyfloat n 1e20 | incrbyfloat n 3.3 | set n 1e300 | incrbyfloat n 1 | set n 1e-10 | incrbyfloat n 1e-18 | incrbyfloat n 0x10 | set n 0x1p3 | incrbyfloat n 1 | incrbyfloat n 1e5000 | set n 3.141592653589793238462643383279 | incrbyfloat n 0
@7 set n 1e17 | incrbyfloat n 0.1 | set n 123456789012.345678 | incrbyfloat n 0.000001 | set n 5e-1 | incrbyfloat n -0.5 | set n -0 | incrbyfloat n 0 | incrbyfloat n -0 | set n 1.7976931348623157e308 | incrbyfloat n 1.7976931348623157e308
@7 incrbyfloat n inf | incrbyfloat n nan | set n inf | incrbyfloat n 1 | incrbyfloat n -inf | set n 1e4000 | incrbyfloat n 1
`;
