namespace IdentityServer.Egress;

/// <summary>
/// How many calls there may be at once. A place in front of one's host is taken before one of all the places, so that those who
/// wait for a host that stalls stand in nobody else's way. F17.
/// </summary>
internal sealed class Bulkhead(int mostAtOnce, int mostPerHost) : IDisposable
{
    readonly SemaphoreSlim all = new(mostAtOnce);
    readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    readonly Lock gate = new();

    /// <summary>Until it is disposed of, the caller is one of them.</summary>
    public async Task<IDisposable> EnterAsync(string host, CancellationToken ct)
    {
        var place = new Place(this, host, Join(host));
        try
        {
            await place.TakeAsync(ct);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose() => all.Dispose();

    Lane Join(string host)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(host, out var lane)) lanes[host] = lane = new(mostPerHost);
            lane.Users++;
            return lane;
        }
    }

    void Leave(string host, Lane lane)
    {
        lock (gate)
            if (--lane.Users == 0) lanes.Remove(host);
    }

    sealed class Lane(int places)
    {
        public SemaphoreSlim Places { get; } = new(places);

        public int Users { get; set; }
    }

    sealed class Place(Bulkhead bulkhead, string host, Lane lane) : IDisposable
    {
        bool hasLane, hasPlace;

        public async Task TakeAsync(CancellationToken ct)
        {
            await lane.Places.WaitAsync(ct);
            hasLane = true;
            await bulkhead.all.WaitAsync(ct);
            hasPlace = true;
        }

        public void Dispose()
        {
            if (hasPlace) bulkhead.all.Release();
            if (hasLane) lane.Places.Release();
            bulkhead.Leave(host, lane);
        }
    }
}
