-- One line of JSON at the end, for lib/load.mjs.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function done(summary, latency, requests)
  local completed, failed, failure = 0, 0, ""
  for _, thread in ipairs(threads) do
    completed = completed + (thread:get("completed") or 0)
    failed = failed + (thread:get("failed") or 0)
    failure = thread:get("failure") or failure
  end
  local errors = summary.errors
  failed = failed + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\nRESULT {"seconds":%.6f,"requests":%d,"completed":%d,"badStatus":%d,"failed":%d,"p50":%.3f,"p99":%.3f,"failure":"%s"}\n',
    summary.duration / 1e6, summary.requests, completed, errors.status, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, (failure:gsub('[%c"\\]', " "))))
end
