using Layercake.Engine.Kinds.Checks;

namespace Layercake.Engine.Tests.Checks;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Europe/Kyiv")]
    [InlineData("US/Pacific")]
    [InlineData("Etc/GMT+5")]
    [InlineData("GMT+02:00")]
    [InlineData("PST")]
    public void A_zone_that_Java_knows_is_no_mistake(string id) => Assert.Null(TimeZones.Problem(id));

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berln is no time zone. Did you mean Europe/Berlin?")]
    [InlineData("europe/berlin", "europe/berlin is no time zone. Did you mean Europe/Berlin?")]
    [InlineData("New York", "New York is no time zone. Did you mean America/New_York?")]
    [InlineData("W. Europe Standard Time", "W. Europe Standard Time is a name of Windows.")]
    [InlineData("Middle/Earth/Shire", "Middle/Earth/Shire is no time zone. Write an IANA name")]
    [InlineData("", "an empty text is no time zone.")]
    public void Another_is_told_with_the_nearest_name(string id, string says) => Assert.StartsWith(says, TimeZones.Problem(id));
}
