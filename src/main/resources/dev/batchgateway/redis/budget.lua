-- One exchange of one gateway about one lane: takes its report, reserves permits (package dev.batchgateway.redis).
-- Every time is in microseconds, and of Redis' own clock, so that no two gateways need agree on the time.

-- The rate as hash; the gateways as hash, name to record; every permit that is not back, by when it comes back.
local rateKey, membersKey, backKey = KEYS[1], KEYS[2], KEYS[3]
-- This gateway's name, and its reports' numbers, which grow.
local me, number = ARGV[1], tonumber(ARGV[2])
-- The report, as the class Report has it.
local wanted = { first = tonumber(ARGV[3]), later = tonumber(ARGV[4]) }
local kept, held = tonumber(ARGV[5]), tonumber(ARGV[6])
local rejoins, isTold = ARGV[7] == '1', ARGV[8] == '1'
local permits, window, shutFor = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
-- The times of BudgetTimes.
local lease, remembered = tonumber(ARGV[12]), tonumber(ARGV[13])
local settling, grace = tonumber(ARGV[14]), tonumber(ARGV[15])
-- How long ago each call that has ended can have been counted.
local FIRST_ENDED = 16
-- ZADD takes a score and a name for each; Lua passes some thousand arguments at most.
local MOST_AT_ONCE = 1000

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- Whole numbers that Lua's own conversion would round to 14 digits.
local function digits(value)
    return string.format('%.0f', value)
end

-- seen: when it was last heard of; held: its permits; first, later: what it still wants; due: when it was told that
-- more can be had; served: when it last got some; number: its last report's.
local FIELDS = { 'seen', 'held', 'first', 'later', 'due', 'served', 'number' }

local function read(text)
    local record, place = {}, 1
    for value in string.gmatch(text, '%S+') do
        record[FIELDS[place]] = tonumber(value)
        place = place + 1
    end
    return record
end

local function write(record)
    local values = {}
    for place, field in ipairs(FIELDS) do
        values[place] = digits(record[field])
    end
    return table.concat(values, ' ')
end

local members = {}
local stored = redis.call('HGETALL', membersKey)
for i = 1, #stored, 2 do
    members[stored[i]] = read(stored[i + 1])
end
local known = members[me]
-- A report that comes in behind a later one, over a connection given up, would bring back what was.
if known and known.number >= number then
    return {}
end

-- The rate: what HubSpot has told overrides what is configured; the longest closure holds.
local rate = redis.call('HMGET', rateKey, 'permits', 'window', 'told', 'shut', 'born', 'settled')
local wasTold = rate[3] == '1'
local shut, born, settled = tonumber(rate[4] or 0), tonumber(rate[5] or now), tonumber(rate[6] or 0)
if wasTold and not isTold then
    permits, window = tonumber(rate[1]), tonumber(rate[2])
end
shut = math.max(shut, shutFor > 0 and now + shutFor or 0)
-- No permit comes back with a lease before it would have come back with its window.
lease = math.max(lease, window)

local isLapsed = not known or known.seen + lease < now
local isNew = isLapsed and not rejoins
-- Somebody with a past, in a store that has none: it was lost, and others may have a past too. Until they have all
-- told theirs, nothing is granted.
if isLapsed and rejoins and now < born + settling and (held > 0 or #ARGV >= FIRST_ENDED) then
    settled = born + settling
end
redis.call('HSET', rateKey, 'permits', digits(permits), 'window', digits(window),
    'told', (wasTold or isTold) and 1 or 0, 'shut', digits(shut), 'born', digits(born), 'settled', digits(settled))

if not isNew then
    if rejoins then
        for _, name in ipairs(redis.call('ZRANGE', backKey, 0, -1)) do
            if string.sub(name, 1, #me + 1) == me .. ':' then
                redis.call('ZREM', backKey, name)
            end
        end
    end
    local entries = {}
    for i = FIRST_ENDED, #ARGV do
        local comesBack = now - tonumber(ARGV[i]) + window
        if comesBack > now then
            entries[#entries + 1] = digits(comesBack)
            entries[#entries + 1] = me .. ':' .. ARGV[2] .. ':' .. i
        end
        if #entries >= MOST_AT_ONCE or (i == #ARGV and #entries > 0) then
            redis.call('ZADD', backKey, unpack(entries))
            entries = {}
        end
    end
end
redis.call('ZREMRANGEBYSCORE', backKey, '-inf', now)

-- Who else is there, what they hold, and who is about to come for more.
local alive = isNew and 0 or 1
local used = redis.call('ZCARD', backKey) + (isNew and 0 or held)
local rivals = {}
local nextLease = math.huge
for name, member in pairs(members) do
    if member.seen + math.max(lease, remembered) < now then
        redis.call('HDEL', membersKey, name)
    elseif name ~= me then
        alive = alive + (member.seen + remembered >= now and 1 or 0)
        if member.seen + lease >= now then
            used = used + member.held
            if member.held > 0 then
                nextLease = math.min(nextLease, member.seen + lease + 1)
            end
            -- A member that came late for long is waited for longer, or others would always come before it.
            local patience = math.max(grace, math.min(10 * grace, (now - member.served) / 10))
            if member.first + member.later > 0 and member.due <= now and now < member.due + patience then
                member.name = name
                member.lapses = member.due + patience
                rivals[#rivals + 1] = member
            end
        end
    end
end

local expiry = math.ceil((math.max(lease, remembered, settling, shut - now) + window) / 1000)
local function keep()
    redis.call('PEXPIRE', rateKey, expiry)
    redis.call('PEXPIRE', membersKey, expiry)
    redis.call('PEXPIRE', backKey, expiry)
end

if isNew then
    keep()
    return { 0, permits, window, alive, -1, math.max(0, shut - now), 1 }
end

local served = known and known.served or 0

-- This gateway's part of a pool for which rivals are about to come, and what they all take of it. Parts are as the
-- wishes; what does not divide goes to those that were served longest ago.
local function part(pool, turns)
    local mine, all = wanted[turns], wanted[turns]
    for _, rival in ipairs(rivals) do
        all = all + rival[turns]
    end
    if all <= pool or pool <= 0 then
        return all <= pool and mine or 0, math.max(0, math.min(all, pool))
    end
    local undivided, earlier = pool, 0
    for _, rival in ipairs(rivals) do
        undivided = undivided - math.floor(pool * rival[turns] / all)
        local isEarlier = rival.served < served or (rival.served == served and rival.name < me)
        earlier = earlier + (rival[turns] > 0 and isEarlier and 1 or 0)
    end
    local whole = math.floor(pool * mine / all)
    undivided = undivided - whole
    return whole + (mine > 0 and earlier < undivided and 1 or 0), pool
end

wanted.first, wanted.later = math.min(wanted.first, permits), math.min(wanted.later, permits)
local free = permits - used
local first, later = 0, 0
if shut <= now and settled <= now then
    local taken
    first, taken = part(free, 'first')
    later = part(free - taken - kept, 'later')
end
wanted.first, wanted.later = wanted.first - first, wanted.later - later
local granted = first + later
free = free - granted

-- When more can be had: when so many permits are back that one is left for the wish that is not met, when a member's
-- lease ends, or when a rival has not come for its part.
local missing = 1 - free
if wanted.first == 0 and wanted.later > 0 then
    missing = missing + kept
end
local due = nextLease
local nth = redis.call('ZRANGE', backKey, math.max(1, missing) - 1, math.max(1, missing) - 1, 'WITHSCORES')
if nth[2] then
    due = math.min(due, tonumber(nth[2]))
end
if wanted.first + wanted.later > 0 and missing <= 0 then
    for _, rival in ipairs(rivals) do
        due = math.min(due, rival.lapses)
    end
end
if shut > now or settled > now then
    due = math.max(shut, settled)
end

redis.call('HSET', membersKey, me, write({
    seen = now,
    held = held + granted,
    first = wanted.first,
    later = wanted.later,
    due = due < math.huge and due or 0,
    served = granted > 0 and now or served,
    number = number
}))
keep()
return { granted, permits, window, alive, due < math.huge and math.max(1, due - now) or -1, math.max(0, shut - now), 0 }
