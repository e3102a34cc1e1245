-- One exchange of one gateway about one lane: takes its report, reserves permits (package dev.batchgateway.redis).
-- Every time is in microseconds, and of Redis' own clock, so that no two gateways need agree on the time.

-- The rate and the door as hash; the gateways as hash, name to record; every permit that is not back, by when it comes
-- back; the daily quota of the lane's portal as hash.
local rateKey, membersKey, backKey, quotaKey = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
-- This gateway's name, and its reports' numbers, which grow.
local me, number = ARGV[1], tonumber(ARGV[2])

local taken = 2
local function argument()
    taken = taken + 1
    return tonumber(ARGV[taken])
end

-- The report, as the class Report has it. How long ago: -1 for never.
local wanted = { first = argument(), later = argument() }
local soon, held, rejoins = argument(), argument(), argument() == 1
local told = {
    permits = argument(), window = argument(), isTold = argument() == 1, sentAgo = argument(), readAgo = argument(),
    lowerings = argument(), changedAgo = argument()
}
local door = { isShut = argument() == 1, opensIn = argument(), answeredAgo = argument() }
local use = { kept = argument(), usedAgo = argument(), otherAgo = argument() }
local news = {
    usedUpAgo = argument(), asked = argument(), answeredAgo = argument(), calledAgo = argument(),
    remaining = argument(), sentAgo = argument(), readAgo = argument(), underWay = argument(),
    returnsProbe = argument() == 1
}
local reserve = argument()
-- The times of BudgetTimes.
local lease, remembered, settling, grace, opening = argument(), argument(), argument(), argument(), argument()
-- How long ago each call that has ended can have been counted.
local FIRST_ENDED = taken + 1
-- ZADD takes a score and a name for each; Lua passes some thousand arguments at most.
local MOST_AT_ONCE = 1000
-- For so long it is remembered that several batches used a lane; and so far apart are probes of a closed quota.
local MINUTE = 60000000
-- What is told to have happened some time ago comes out a little late, by what the telling took.
local TELLING = 200000

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]

-- Whole numbers that Lua's own conversion would round to 14 digits.
local function digits(value)
    return string.format('%.0f', value)
end

-- seen: when it was last heard of; held: its permits; first, later: what it still wants; due: when it was told that
-- more can be had; served: when it last got some; number: its last report's; soon: what it wants when it has opened.
local FIELDS = { 'seen', 'held', 'first', 'later', 'due', 'served', 'number', 'soon' }

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

local function numbers(key)
    local values, all = {}, redis.call('HGETALL', key)
    for i = 1, #all, 2 do
        values[all[i]] = tonumber(all[i + 1]) or all[i + 1]
    end
    return values
end

local function store(key, values)
    local flat = {}
    for field, value in pairs(values) do
        flat[#flat + 1] = field
        flat[#flat + 1] = type(value) == 'number' and digits(value) or value
    end
    redis.call('HSET', key, unpack(flat))
end

-- The later of a moment that is known and one that was so long ago.
local function later(known, ago)
    return ago >= 0 and math.max(known or 0, now - ago) or known
end

local function ago(moment)
    return moment and math.max(0, now - moment) or -1
end

-- As the class Figure: of two figures told by calls that overlap the lower one holds. Whether the new one does now.
local function figure(values, name, value, sentAgo, readAgo)
    local sentAt, readAt = now - sentAgo, now - readAgo
    local known, sent, read = values[name], values[name .. 'Sent'], values[name .. 'Read']
    if known == value then
        sentAt, readAt = math.max(sent, sentAt), math.max(read, readAt)
    elseif known and (value < known and readAt <= sent or value > known and sentAt < read) then
        return false
    end
    values[name], values[name .. 'Sent'], values[name .. 'Read'] = value, sentAt, readAt
    return true
end

-- The rate: what HubSpot has told overrides what is configured, and what was lowered more often what was less often.
local rate = numbers(rateKey)
if told.isTold then
    if figure(rate, 'told', told.permits, told.sentAgo, told.readAgo) then
        rate.window = told.window
    end
elseif not rate.told and told.lowerings >= (rate.lowerings or 0) then
    rate.permits, rate.window, rate.lowerings = told.permits, told.window, told.lowerings
    rate.changed = now - told.changedAgo
end
local permits, window = rate.told or rate.permits, rate.window

-- The door: shut until then by the 429 of any gateway, and narrow until a call sent later has been answered.
rate.shut = math.max(rate.shut or 0, door.isShut and now + door.opensIn or 0)
rate.passed = later(rate.passed, door.answeredAgo)
local shut = rate.shut
local isNarrow = shut > now or (shut > 0 and (rate.passed or 0) + TELLING < shut)

-- Batches of different gateways are different ones: the last that used the lane, and when another one did.
if use.usedAgo >= 0 then
    local usedAt, otherAt = now - use.usedAgo, use.otherAgo >= 0 and now - use.otherAgo or 0
    if not rate.user or rate.user == 'is ' .. me then
        rate.other = math.max(rate.other or 0, otherAt)
        rate.used = math.max(rate.used or 0, usedAt)
        rate.user = 'is ' .. me
    elseif usedAt > rate.used then
        rate.other = math.max(rate.used, otherAt)
        rate.used, rate.user = usedAt, 'is ' .. me
    else
        rate.other = math.max(rate.other, usedAt)
    end
end
local kept = (rate.other or 0) > 0 and now - rate.other < MINUTE and use.kept or 0

-- The daily quota, as the class Quota: closed by a 429 until a call sent later has been answered, or for the reserve.
local quota = numbers(quotaKey)
if news.usedUpAgo >= 0 and now - news.usedUpAgo > (quota.usedUp or 0) then
    quota.usedUp, quota.asked = now - news.usedUpAgo, now + math.max(0, news.asked)
end
quota.answered = later(quota.answered, news.answeredAgo)
quota.called = later(quota.called, news.calledAgo)
if news.returnsProbe then
    quota.called = math.min(quota.called or now, now - MINUTE)
end
if news.remaining >= 0 then
    figure(quota, 'left', news.remaining, news.sentAgo, news.readAgo)
end
local isUsedUp = quota.usedUp and (quota.answered or 0) < quota.usedUp
local isOfToday = quota.left and (not quota.usedUp or quota.leftSent >= quota.usedUp)

local born, settled = rate.born or now, rate.settled or 0
-- No permit comes back with a lease before it would have come back with its window.
lease = math.max(lease, window)

local isLapsed = not known or known.seen + lease < now
local isNew = isLapsed and not rejoins
-- Somebody with a past, in a store that has none: it was lost, and others may have a past too. Until they have all
-- told theirs, nothing is granted.
if isLapsed and rejoins and now < born + settling and (held > 0 or #ARGV >= FIRST_ENDED) then
    settled = born + settling
end
rate.born, rate.settled = born, settled
store(rateKey, rate)

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

-- Whether a gateway has the one call that a narrow door lets through. What it was granted before the door was shut is
-- none, however long it hangs; and a trial that hangs itself is waited for no longer than a window.
local function isTrying(holding, grantedAt)
    return holding > 0 and grantedAt >= shut and grantedAt > now - window
end

-- Who else is there, what they hold, and who is about to come for more.
local alive = isNew and 0 or 1
local used = redis.call('ZCARD', backKey) + (isNew and 0 or held)
local isTried = false
local rivals = {}
local nextLease = math.huge
for name, member in pairs(members) do
    if member.seen + math.max(lease, remembered) < now then
        redis.call('HDEL', membersKey, name)
    elseif name ~= me then
        alive = alive + (member.seen + remembered >= now and 1 or 0)
        if member.seen + lease >= now then
            used = used + member.held
            isTried = isTried or isTrying(member.held, member.served)
            if member.held > 0 then
                nextLease = math.min(nextLease, member.seen + lease + 1)
            end
            -- A member that came late for long is waited for longer, or others would always come before it.
            local patience = math.max(grace, math.min(10 * grace, (now - member.served) / 10))
            local isDue = member.first + member.later > 0 and member.due <= now and now < member.due + patience
            local isOpening = member.soon > 0 and now < member.seen + opening
            if isDue or isOpening then
                member.name = name
                member.lapses = isOpening and member.seen + opening or member.due + patience
                member.later = member.later + (isOpening and member.soon or 0)
                rivals[#rivals + 1] = member
            end
        end
    end
end

-- Calls under way over all lanes of the portal, by gateway.
local othersUnderWay = 0
for field, value in pairs(quota) do
    if string.sub(field, 1, 4) == 'out:' then
        local seen, out = string.match(value, '(%d+) (%d+)')
        if tonumber(seen) + lease < now then
            redis.call('HDEL', quotaKey, field)
            quota[field] = nil
        elseif field ~= 'out:' .. me then
            othersUnderWay = othersUnderWay + tonumber(out)
        end
    end
end
local spendable = math.huge
if isOfToday and reserve > 0 then
    spendable = quota.left - othersUnderWay - news.underWay - reserve
end
local isClosed = isUsedUp or spendable <= 0
local probeAt = math.max((quota.called or 0) + MINUTE, isUsedUp and quota.asked or 0)
if isClosed then
    spendable = probeAt <= now and 1 or 0
end

-- Everything is forgotten when nobody asks any more.
local expiry = math.ceil((math.max(lease, remembered, settling, MINUTE, shut - now) + window) / 1000)
local quotaExpiry = math.ceil((2 * MINUTE + math.max(lease, (quota.asked or 0) - now)) / 1000)
local function answer(granted, due, isProbe)
    store(quotaKey, quota)
    redis.call('PEXPIRE', rateKey, expiry)
    redis.call('PEXPIRE', membersKey, expiry)
    redis.call('PEXPIRE', backKey, expiry)
    redis.call('PEXPIRE', quotaKey, quotaExpiry)
    return {
        granted, alive, due, isNew and 1 or 0,
        permits, window, rate.told and 1 or 0, ago(rate.toldSent), ago(rate.toldRead),
        rate.lowerings or 0, ago(rate.changed),
        math.max(0, shut - now), isNarrow and 1 or 0,
        ago(quota.usedUp), math.max(0, (quota.asked or 0) - now), ago(quota.answered), ago(quota.called),
        quota.left or -1, ago(quota.leftSent), ago(quota.leftRead), othersUnderWay, isProbe and 1 or 0
    }
end

if isNew then
    quota['out:' .. me] = digits(now) .. ' ' .. digits(news.underWay)
    return answer(0, -1, false)
end

local served = known and known.served or 0

-- This gateway's part of a pool for which rivals are about to come, and what they all take of it. Parts are as the
-- wishes; what does not divide goes to those that were served longest ago.
local function part(pool, turns)
    local mine = wanted[turns] + (turns == 'later' and soon or 0)
    local all = mine
    for _, rival in ipairs(rivals) do
        all = all + rival[turns]
    end
    if all <= pool or pool <= 0 then
        return all <= pool and wanted[turns] or 0, math.max(0, math.min(all, pool))
    end
    local undivided, earlier = pool, 0
    for _, rival in ipairs(rivals) do
        undivided = undivided - math.floor(pool * rival[turns] / all)
        local isEarlier = rival.served < served or (rival.served == served and rival.name < me)
        earlier = earlier + (rival[turns] > 0 and isEarlier and 1 or 0)
    end
    local whole = math.floor(pool * mine / all)
    undivided = undivided - whole
    return math.min(wanted[turns], whole + (mine > 0 and earlier < undivided and 1 or 0)), pool
end

wanted.first, wanted.later = math.min(wanted.first, permits), math.min(wanted.later, permits)
soon = math.min(soon, permits)
local free = permits - used
local first, laters = 0, 0
if shut <= now and settled <= now then
    local most, takenFirst = spendable, 0
    if isNarrow then
        most = math.min(most, (isTried or isTrying(held, served)) and 0 or 1)
    end
    first, takenFirst = part(free, 'first')
    laters = part(free - takenFirst - kept, 'later')
    first = math.min(first, most)
    laters = math.min(laters, most - first)
end
wanted.first, wanted.later = wanted.first - first, wanted.later - laters
local granted = first + laters
free = free - granted
if granted > 0 then
    quota.called = now
end
quota['out:' .. me] = digits(now) .. ' ' .. digits(news.underWay + granted)

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
if isClosed and granted == 0 then
    due = math.max(due < math.huge and due or 0, probeAt)
end

redis.call('HSET', membersKey, me, write({
    seen = now,
    held = held + granted,
    first = wanted.first,
    later = wanted.later,
    due = due < math.huge and due or 0,
    served = granted > 0 and now or served,
    number = number,
    soon = soon
}))
return answer(granted, due < math.huge and math.max(1, due - now) or -1, isClosed and granted > 0)
