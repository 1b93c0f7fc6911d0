namespace Layercake.Identity.Vault;

/// <summary>A secret could not be had from a vault; the message names both and says what to do.</summary>
public sealed class VaultException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The secret may be there; whoever reads may not have its value.</summary>
    public bool IsForbidden { get; init; }

    /// <summary>The name of the secret, when all that is wrong is that it still has its placeholder.</summary>
    public string? Placeholder { get; init; }

    /// <summary>All that is wrong with a vault's secrets in one: each problem once, and one command for all placeholders.</summary>
    public static VaultException All(Uri vault, IReadOnlyList<VaultException> failures)
    {
        var placeholders = failures.Select(failure => failure.Placeholder).OfType<string>().ToList();
        var problems = failures
            .Where(failure => failure.Placeholder is null || placeholders.Count == 1)
            .Select(failure => failure.Message)
            .Distinct(StringComparer.Ordinal);
        return new VaultException(
            // Some end with a command, which the next must not run into.
            (placeholders.Count > 1 ? problems.Append(SecretPlaceholder.MessageFor(vault, placeholders)) : problems).Aggregate(
                (all, next) => $"{all}{(all.EndsWith('.') ? "" : ";")} {next}"
            ),
            failures.Count == 1 ? failures[0] : new AggregateException(failures)
        );
    }
}
