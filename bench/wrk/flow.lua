-- Code flow and refresh as a pool of work. wrk does not say which connection asks for a request, and it need not:
-- a connection asks right after its own response arrived, so what that response brought is in the pool by then.
--   BENCH_MODE=code:    authorize -> code -> token, over and over; completed counts token responses
--   BENCH_MODE=refresh: each connection gets a refresh token that way once, then only refreshes; completed counts refreshes
require("summary")

local refreshing = os.getenv("BENCH_MODE") == "refresh"
local form = {
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["Authorization"] = os.getenv("BENCH_AUTHORIZATION"),
}
local token_path = os.getenv("BENCH_TOKEN_PATH")
local exchange = os.getenv("BENCH_EXCHANGE") .. "&code="
local codes, refresh_tokens, exchanges, asked = {}, {}, 0, false
local authorize

completed, failed, failure = 0, 0, nil

function init()
  authorize = wrk.format("GET", os.getenv("BENCH_AUTHORIZE_PATH"), { Cookie = os.getenv("BENCH_COOKIE") })
end

function request()
  if not asked then
    asked = true -- wrk's own look at the first request; it is never sent
    return authorize
  end
  local token = table.remove(refresh_tokens)
  if token then
    return wrk.format("POST", token_path, form, "grant_type=refresh_token&refresh_token=" .. token)
  end
  local code = table.remove(codes)
  if code then
    exchanges = exchanges + 1
    return wrk.format("POST", token_path, form, exchange .. code)
  end
  return authorize
end

function response(status, headers, body)
  local location = headers["Location"] or headers["location"]
  local code = location and location:match("[?&]code=([^&#]+)")
  if code then
    codes[#codes + 1] = code
    return
  end
  local token = status == 200 and body:match('"refresh_token"%s*:%s*"([^"]+)"')
  if not token then
    failed = failed + 1
    failure = failure or (status .. " " .. (location or body):sub(1, 300))
    return
  end
  completed = completed + 1
  if refreshing then
    if exchanges > 0 then
      exchanges, completed = exchanges - 1, completed - 1 -- this one answered a code, not a refresh token
    end
    refresh_tokens[#refresh_tokens + 1] = token
  end
end
