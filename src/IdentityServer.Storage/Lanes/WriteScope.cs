namespace IdentityServer.Storage.Lanes;

/// <summary>What a piece of writing sees and needs.</summary>
/// <param name="Pool">Whose rows; null is system-wide.</param>
/// <param name="Together">More than one statement, all or none.</param>
internal readonly record struct WriteScope(PoolId? Pool, bool Together);
