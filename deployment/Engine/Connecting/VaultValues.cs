using Layercake.Identity;

namespace Layercake.Engine.Connecting;

/// <summary>What was read from the vault.</summary>
internal sealed class VaultValues(Uri? vault, IReadOnlyList<VaultSecret> secrets)
{
    public IReadOnlyList<VaultSecret> All => secrets;

    public string this[string name] => secrets.Single(secret => secret.Name == name).Value;

    /// <summary>Where a secret came from, for messages.</summary>
    public string Source(string name) => $"{name} in vault {vault}";
}
