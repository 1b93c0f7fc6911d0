using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>Addresses in the cloud's storage that carry their own permission: for one action, until a time.</summary>
internal sealed class StorageLinks(TimeProvider clock)
{
    /// <summary>Paths below this one belong to the storage account, not to the workspace.</summary>
    public const string Root = "/storage";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <param name="action">What the link allows; also the first segment below <see cref="Root"/>.</param>
    /// <param name="rest">Encoded, with a leading slash.</param>
    public string Of(string baseUrl, string action, string rest, DateTimeOffset expires)
    {
        var path = $"{Root}/{action}{rest}";
        var until = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{baseUrl}{path}?se={until}&sig={Sign(Uri.UnescapeDataString(path), until)}";
    }

    public LinkState Check(string path, string? until, string? signature)
    {
        if (
            until is null
            || signature is null
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(path, until)), Encoding.UTF8.GetBytes(signature))
        )
            return LinkState.Forged;

        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture));
        return clock.GetUtcNow() < expires ? LinkState.Good : LinkState.Expired;
    }

    private string Sign(string path, string until) =>
        Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{path}\n{until}")));
}

internal enum LinkState
{
    Good,
    Expired,
    Forged,
}
