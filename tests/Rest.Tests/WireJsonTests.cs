using System.Text;
using Newtonsoft.Json.Linq;

namespace Layercake.Rest.Tests;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("""{"id":9007199254740993}""")]
    [InlineData("""{"id":123456789012345678901234567890}""")]
    [InlineData("""{"price":0.1000,"bid":-1}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00Z","n":null,"empty":{},"list":[]}""")]
    [InlineData("""{"name":"Grüße & 'Küsse' <3 +%#"}""")]
    public void What_is_read_is_written_again_unchanged(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(WireJson.Write(WireJson.Read(json))));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    [InlineData("{} {}")]
    public void Anything_but_one_object_is_no_object(string text) => Assert.Null(WireJson.ReadObject(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_byte_order_mark_is_not_written_and_not_minded()
    {
        Assert.Equal((byte)'{', WireJson.Write(new JObject())[0]);
        Assert.NotNull(WireJson.ReadObject([0xEF, 0xBB, 0xBF, .. "{}"u8]));
    }
}
