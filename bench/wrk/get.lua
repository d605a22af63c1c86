-- A plain GET: wrk sends one prepared request, Lua does nothing until the end.
require("summary")
