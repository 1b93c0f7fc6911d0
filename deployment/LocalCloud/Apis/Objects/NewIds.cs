using System.Globalization;
using System.Security.Cryptography;

namespace Layercake.LocalCloud.Apis.Objects;

/// <summary>New ids in the shapes that the service gives them.</summary>
internal static class NewIds
{
    private static readonly string[] words = ["tower", "birch", "cloud", "ember", "gable", "heron", "knoll", "mason", "otter", "quilt"];

    public static string Uuid() => Guid.NewGuid().ToString();

    /// <summary>32 hexadecimal digits that begin with <c>01</c>.</summary>
    public static string Dashboard() => $"01{RandomNumberGenerator.GetHexString(30, lowercase: true)}";

    /// <summary>16 digits, the first of which is no zero.</summary>
    public static string Digits16() => $"{RandomNumberGenerator.GetInt32(1, 10)}{RandomNumberGenerator.GetString("0123456789", 15)}";

    public static string Hex16(bool lowercase) => RandomNumberGenerator.GetHexString(16, lowercase);

    public static string InstancePool(DateTimeOffset now)
    {
        var word = words[RandomNumberGenerator.GetInt32(words.Length)];
        var number = RandomNumberGenerator.GetInt32(1, 1000);
        var tail = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8);
        return string.Create(CultureInfo.InvariantCulture, $"{now:MMdd-HHmmss}-{word}{number}-pool-{tail}");
    }
}
