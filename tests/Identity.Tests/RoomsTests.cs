using Layercake.Architecture;

namespace Layercake.Identity.Tests;

/// <summary>Each room of the clients for Azure uses only rooms below it.</summary>
public sealed class RoomsTests
{
    /// <summary>From the bottom up: each room and the rooms that it uses.</summary>
    private static readonly string[] Table =
    [
        ".",
        "Certificates",
        "Errors",
        "Http: .",
        "Tokens: ., Certificates, Errors, Http",
        "ResourceManager: ., Errors, Tokens",
        "Vault: ., Errors, Tokens",
        "Workspaces: Errors, Tokens",
    ];

    [Fact]
    public void Each_room_uses_only_rooms_below_it() =>
        Assert.Equal(Table, Rooms.Of(typeof(AzureCloud).Assembly.Location, "Layercake.Identity").FromTheBottomUp());
}
