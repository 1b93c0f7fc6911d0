using System.Text;

namespace Layercake.Identity.Vault;

/// <summary>One version of a secret. Its text form never shows the value.</summary>
public sealed record VaultSecret(string Name, string Version, string Value)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"Name = {Name}, Version = {Version}, Value = ***");
        return true;
    }
}
