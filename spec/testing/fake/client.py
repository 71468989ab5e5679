import sys
import redis

client = redis.Redis(port=int(sys.argv[1]))
client.set("k", "v", ex=100)
client.rpush("l", 1, 2)
client.hset("h", "a", 1)
client.zadd("z", {"m": 1.5})
print(client.get("k"), client.exists("k") == 1, client.llen("l"), client.hgetall("h"), client.zrange("z", 0, -1, withscores=True))

pipeline = client.pipeline()
pipeline.set("n", 5)
pipeline.get("n")
pipeline.incr("n")
print(pipeline.execute())

lock = client.lock("lock", timeout=10, blocking=False)
first = lock.acquire()
second = client.lock("lock", timeout=10, blocking=False).acquire()
lock.release()
print(first, second, client.lock("lock", timeout=10, blocking=False).acquire())

client.xadd("s", {"f": "v"}, id="1-1")
client.xgroup_create("s", "g", "0")
entries = client.xreadgroup("g", "c", {"s": ">"})[0][1]
print(entries, client.xack("s", "g", "1-1"))

subscriber = client.pubsub()
subscriber.subscribe("channel")
subscriber.get_message(timeout=10)
client.publish("channel", "hello")
print(subscriber.get_message(timeout=10)["data"])

try:
    client.incr("l")
except redis.ResponseError as error:
    print(error)
