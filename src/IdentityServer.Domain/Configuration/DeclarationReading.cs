using System.Diagnostics.CodeAnalysis;

namespace IdentityServer.Domain.Configuration;

/// <summary>What came of reading a file: a declaration, or every reason why it is none.</summary>
public sealed class DeclarationReading
{
    internal DeclarationReading(Declaration? declaration, IReadOnlyList<DeclarationProblem> problems) => (Declaration, Problems) = (declaration, problems);

    public Declaration? Declaration { get; }

    public IReadOnlyList<DeclarationProblem> Problems { get; }

    [MemberNotNullWhen(true, nameof(Declaration))]
    public bool IsValid => Declaration is not null;
}
