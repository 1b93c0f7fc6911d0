using Layercake.Architecture;

namespace Layercake.Web.Tests;

/// <summary>Each room of the web page uses only rooms below it.</summary>
public sealed class RoomsTests
{
    /// <summary>From the bottom up: each room and the rooms that it uses.</summary>
    private static readonly string[] Table =
    [
        "Access",
        "Configuration: Access",
        "Runs: Access",
        "Components: Access, Runs",
        "Pages: Access, Components, Configuration, Runs",
        "Security.Forwarded: Access, Configuration",
        "Security: Access, Configuration, Security.Forwarded",
        ".: Access, Configuration, Pages, Runs, Security",
    ];

    [Fact]
    public void Each_room_uses_only_rooms_below_it() =>
        Assert.Equal(Table, Rooms.Of(typeof(WebServer).Assembly.Location, "Layercake.Web").FromTheBottomUp());
}
