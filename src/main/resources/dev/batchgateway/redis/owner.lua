-- Which gateways hold a record of one batch, and until when (package dev.batchgateway.redis): a sorted set of
-- "gateway fingerprint", by the millisecond of Redis' own clock at which the entry ends. Says who has it, and whether an
-- entry of mine is a new one.
local key = KEYS[1]
local me, print, hold, isClaim = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local HERE, ELSEWHERE, OTHER_REQUEST, ANEW = 0, 1, 2, 3

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', key, '-inf', string.format('%.0f', now))

if isClaim then
    for _, entry in ipairs(redis.call('ZRANGE', key, 0, -1)) do
        local gateway, itsPrint = string.match(entry, '^(%S+) (%S+)$')
        if gateway ~= me then
            return itsPrint == print and ELSEWHERE or OTHER_REQUEST
        end
    end
end

local entry = me .. ' ' .. print
local wasThere = redis.call('ZSCORE', key, entry)
if hold == 0 then
    redis.call('ZREM', key, entry)
else
    redis.call('ZADD', key, string.format('%.0f', now + hold), entry)
end
local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
if last[2] then
    redis.call('PEXPIREAT', key, string.format('%.0f', tonumber(last[2])))
end
return (wasThere or hold == 0) and HERE or ANEW
