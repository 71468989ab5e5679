/** Lines of a script after which `now` is the server's time, in milliseconds. */
export const serverTime = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;
