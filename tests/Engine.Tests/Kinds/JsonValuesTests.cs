using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Tests.Kinds;

/// <summary>JSON compared by value.</summary>
public sealed class JsonValuesTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,"x"]}""", """{"b":[1.0,"x"],"a":1.00}""")]
    [InlineData("0.1", "0.10")]
    [InlineData("-1", "-1.0")]
    [InlineData("0.0000000000000000000000000001", "1e-28")]
    [InlineData("1e28", "1.0e28")]
    [InlineData("-1e29", "-1.0e29")]
    public void The_order_of_members_and_the_writing_of_numbers_do_not_count(string one, string other) =>
        Assert.True(JsonValues.Equal(JToken.Parse(one), JToken.Parse(other)));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1}""", """{"b":1}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":3}""")]
    [InlineData("[1]", "[1,2]")]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("[1,2]", "[1,3]")]
    [InlineData("1.5", "1.25")]
    [InlineData("1e29", "2e29")]
    [InlineData("-1e29", "1e29")]
    [InlineData("1", "\"1\"")]
    public void Values_that_differ_in_anything_else_are_not_equal_from_either_side(string one, string other)
    {
        Assert.False(JsonValues.Equal(JToken.Parse(one), JToken.Parse(other)));
        Assert.False(JsonValues.Equal(JToken.Parse(other), JToken.Parse(one)));
    }

    [Fact]
    public void The_same_value_is_always_the_same_text()
    {
        const string Text = """{"B":[{"c":2,"d":1}],"b":{"x":2,"y":1}}""";
        var (one, other) = (JToken.Parse("""{"b":{"y":1,"x":2},"B":[{"d":1,"c":2}]}"""), JToken.Parse(Text));

        Assert.Equal(Text, JsonValues.Canonical(one));
        Assert.Equal(JsonValues.Digest(one), JsonValues.Digest(other));
        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", JsonValues.Digest(new JObject()));
    }
}
