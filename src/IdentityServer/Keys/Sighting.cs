namespace IdentityServer.Keys;

/// <summary>When somebody was last seen, and what of it is stored. Seeing is two writes at most; only the ledger asks.</summary>
/// <param name="every">Being seen again is worth a write only after so long; being seen with newer keys always is.</param>
internal sealed class Sighting(DateTimeOffset first, DateTimeOffset announced, string? userAgent, TimeSpan every)
{
    long seenAt = first.UtcTicks;
    long announcedAt = announced.UtcTicks;
    long storedSeenAt = -1;
    long storedAnnouncedAt = -1;

    public DateTimeOffset FirstAt => first;

    public string? UserAgent => userAgent;

    /// <summary>Where somebody came from who is known by something else.</summary>
    public AddressRange? From { get; init; }

    public void See(DateTimeOffset now, DateTimeOffset announced)
    {
        // In this order, and read the other way round: with the newer keys there is always the later time.
        if (Volatile.Read(ref seenAt) < now.UtcTicks) Volatile.Write(ref seenAt, now.UtcTicks);
        if (Volatile.Read(ref announcedAt) < announced.UtcTicks) Volatile.Write(ref announcedAt, announced.UtcTicks);
    }

    public (DateTimeOffset SeenAt, DateTimeOffset AnnouncedAt) Last()
    {
        var announced = Volatile.Read(ref announcedAt);
        return (new(Volatile.Read(ref seenAt), TimeSpan.Zero), new(announced, TimeSpan.Zero));
    }

    public bool IsDue((DateTimeOffset SeenAt, DateTimeOffset AnnouncedAt) last) =>
        last.AnnouncedAt.Ticks > storedAnnouncedAt || last.SeenAt.Ticks - storedSeenAt >= every.Ticks;

    public void Stored((DateTimeOffset SeenAt, DateTimeOffset AnnouncedAt) last) => (storedSeenAt, storedAnnouncedAt) = (last.SeenAt.Ticks, last.AnnouncedAt.Ticks);
}
