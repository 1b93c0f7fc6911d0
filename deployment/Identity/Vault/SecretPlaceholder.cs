namespace Layercake.Identity.Vault;

/// <summary>What stands in a new vault until somebody puts the real secret there.</summary>
public static class SecretPlaceholder
{
    /// <summary>What the value of every placeholder starts with.</summary>
    public const string Prefix = "REPLACE-ME: ";

    /// <summary>Marks a placeholder for those who may see a secret and not its value; a new value set by hand has none.</summary>
    public const string ContentType = "layercake/placeholder";

    public static string For(string holds) => Prefix + holds;

    /// <exception cref="VaultException">The secret is a placeholder.</exception>
    internal static void ThrowIfOne(string value, Uri vault, string name)
    {
        if (value.StartsWith(Prefix, StringComparison.Ordinal))
            throw new VaultException(MessageFor(vault, [name])) { Placeholder = name };
    }

    /// <summary>Names the secrets that somebody has to fill in, and says how.</summary>
    internal static string MessageFor(Uri vault, IReadOnlyList<string> names)
    {
        var vaultName = vault.HostNameType == UriHostNameType.Dns ? vault.Host.Split('.')[0] : "VAULT";
        return names is [var name]
            ? $"Secret {name} of vault {vault} still has its placeholder. Put the real value there: {Command(vaultName, name)}"
            : $"Secrets {string.Join(", ", names.SkipLast(1))} and {names[^1]} of vault {vault} still have their placeholders. Put "
                + $"the real values there, each with: {Command(vaultName, "NAME")}";
    }

    /// <summary>The command that puts a value in its place.</summary>
    public static string Command(string vault, string name) => $"az keyvault secret set --vault-name {vault} --name {name} --file FILE";
}
