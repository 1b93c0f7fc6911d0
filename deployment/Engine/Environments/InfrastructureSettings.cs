namespace Layercake.Engine.Environments;

/// <summary>What is created for an environment that has no workspace or vault yet.</summary>
public sealed record InfrastructureSettings
{
    public const string NoVnet = "none";
    public const string NewVnet = "create";

    /// <summary>The Azure region; null when the environment does not set it.</summary>
    public string? Location { get; init; }

    /// <summary><c>premium</c> or <c>standard</c>; null leaves a workspace as it is, and makes a new one premium.</summary>
    public string? WorkspaceSku { get; init; }

    /// <summary><see cref="NoVnet"/>, <see cref="NewVnet"/>, or the id of one that exists.</summary>
    public string Vnet { get; init; } = NoVnet;

    /// <summary>Of a new virtual network, <c>/16</c> to <c>/24</c>.</summary>
    public string VnetAddress { get; init; } = "10.139.0.0/16";

    public string PublicSubnet { get; init; } = "databricks-public";

    public string PrivateSubnet { get; init; } = "databricks-private";

    /// <summary><c>rbac</c> or <c>policies</c>.</summary>
    public string VaultAccess { get; init; } = "rbac";

    /// <summary>The secret scope of the workspace that shows the vault's secrets; null for none.</summary>
    public string? SecretScope { get; init; }

    /// <summary>As written: <c>owner=data,cost-center=42</c>.</summary>
    public string? Tags { get; init; }

    /// <summary>By name; of a name given twice the last value counts.</summary>
    public IReadOnlyDictionary<string, string> TagsByName()
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in (Tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            tags[pair.Split('=')[0].Trim()] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();

        return tags;
    }
}
