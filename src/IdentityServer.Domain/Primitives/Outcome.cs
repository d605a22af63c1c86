namespace IdentityServer.Domain.Primitives;

/// <summary>What came of a change that was decided on a version somebody has read. RFC 9110 §13.1.1.</summary>
public enum Outcome
{
    Done,

    /// <summary>There is nothing of this id any more.</summary>
    Missing,

    /// <summary>It has been changed since it was read; nothing was done.</summary>
    Stale,

    /// <summary>A rule of the whole stands in the way, such as the last Admin; nothing was done.</summary>
    Refused,
}
