using System.Security.Cryptography;

namespace Layercake.Engine.Declarations;

/// <summary>What identifies a content: <c>sha256:</c> and 64 hexadecimal digits in lower case.</summary>
public static class ContentDigest
{
    public static string Of(byte[] content) => Text(SHA256.HashData(content));

    public static string Of(Stream content) => Text(SHA256.HashData(content));

    /// <param name="hash">The bytes of a SHA-256.</param>
    public static string Text(byte[] hash) => $"sha256:{Convert.ToHexStringLower(hash)}";
}
