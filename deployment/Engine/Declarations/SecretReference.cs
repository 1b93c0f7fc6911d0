using System.Text.RegularExpressions;

namespace Layercake.Engine.Declarations;

/// <summary>
/// One secret that a declaration names: <c>${secret.db-password}</c>, or with a version <c>${secret.db-password@3f9c…}</c>.
/// </summary>
/// <param name="Name">Without the environment's prefix.</param>
/// <param name="Version">Null stands for the current one.</param>
internal sealed partial record SecretReference(string Name, string? Version)
{
    public const string Opening = "${secret.";

    /// <summary>The text between the opening and the brace.</summary>
    public string Key => Version is null ? Name : $"{Name}@{Version}";

    public static SecretReference Parse(string key) => key.Split('@', 2) is [var name, var version] ? new(name, version) : new(key, null);

    /// <summary>Null when the vault can have a secret of that name.</summary>
    public string? Problem(string prefix) =>
        Name.Length == 0 ? "has no name. Write the secret's name after the point."
        : !IsName().IsMatch(prefix + Name)
            ? $"cannot be a secret's name: the vault takes 1 to 127 letters, digits and "
                + $"hyphens{(prefix.Length == 0 ? "" : $", and here {prefix} comes first")}. Correct it, or write $${{ for the characters "
                + $"${{ themselves."
        : Version is not null && !IsName().IsMatch(Version)
            ? "has a version that no vault gives. Write what the vault shows after the @, or leave it out to use the current one."
        : null;

    public override string ToString() => $"{Opening}{Key}}}";

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$(?!\n)")]
    private static partial Regex IsName();
}
