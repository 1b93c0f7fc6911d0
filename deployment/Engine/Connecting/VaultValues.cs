using Layercake.Identity.Vault;

namespace Layercake.Engine.Connecting;

/// <summary>What was read from the vault.</summary>
/// <param name="ends">Takes line ends off.</param>
internal sealed class VaultValues(Uri? vault, IReadOnlyList<VaultSecret> secrets, TrailingLineEnd ends)
{
    public IReadOnlyList<VaultSecret> All => secrets;

    /// <summary>A value of one line.</summary>
    public string this[string name] => ends.Off(Whole(name), Source(name));

    /// <summary>A value as it is, such as a certificate.</summary>
    public string Whole(string name) => secrets.Single(secret => secret.Name == name).Value;

    /// <summary>Where a secret came from, for messages.</summary>
    public string Source(string name) => $"{name} in vault {vault}";
}
