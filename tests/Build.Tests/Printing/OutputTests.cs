using Build.Printing;
using Layercake.Secrecy;

namespace Layercake.Build.Tests.Printing;

public sealed class OutputTests
{
    [Fact]
    public void A_secret_with_control_characters_is_blanked_before_they_become_visible()
    {
        var printed = new StringWriter { NewLine = "\n" };
        var redactor = new Redactor();
        redactor.Register("canary\tone");

        new Output(printed, colours: false, redactor).Line("a canary\tone\tb");

        Assert.Equal("a ***\\u0009b\n", printed.ToString());
    }
}
