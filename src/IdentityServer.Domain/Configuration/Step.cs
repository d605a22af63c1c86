namespace IdentityServer.Domain.Configuration;

/// <summary>A change and the way to make it.</summary>
/// <param name="ApplyAsync">What was done in the end; null where another node has done it meanwhile.</param>
sealed record Step(Change Change, Func<CancellationToken, ValueTask<Change?>> ApplyAsync)
{
    /// <summary>A step that only tells.</summary>
    public static Step Ignored(string what, string why)
    {
        Change change = new(ChangeKind.Ignored, what, [why]);
        return new(change, _ => ValueTask.FromResult<Change?>(change));
    }
}
