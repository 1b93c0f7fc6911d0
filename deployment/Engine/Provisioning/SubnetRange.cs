using System.Buffers.Binary;
using System.Net;

namespace Layercake.Engine.Provisioning;

/// <summary>Divides the addresses of a virtual network.</summary>
internal static class SubnetRange
{
    /// <summary>The addresses as they must be written: without the bits after the prefix.</summary>
    public static string Of(string address) => Part(address, 0, 0);

    /// <summary>One of its quarters: two are for Databricks, two stay free for what else the network may need.</summary>
    public static string Quarter(string address, int index) => Part(address, 2, index);

    private static string Part(string address, int bits, int index)
    {
        var parts = address.Split('/');
        var prefix = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
        var start = BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(parts[0]).GetAddressBytes()) & (uint.MaxValue << (32 - prefix));
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, start + ((uint)index << (32 - prefix - bits)));
        return $"{new IPAddress(bytes)}/{prefix + bits}";
    }
}
