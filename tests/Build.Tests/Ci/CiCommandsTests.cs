using Build.Ci;

namespace Layercake.Build.Tests.Ci;

public sealed class CiCommandsTests
{
    private static readonly CiCommands GitHub = CiCommands.Of(name => name == "GITHUB_ACTIONS" ? "true" : null);

    private static readonly CiCommands Azure = CiCommands.Of(name => name == "TF_BUILD" ? "True" : null);

    [Theory]
    [InlineData("::set-env name=A::b", ": :set-env name=A::b")]
    [InlineData("  \t::error::x", "  \t: :error::x")]
    [InlineData("\e[31m ::error::x", "\e[31m : :error::x")]
    [InlineData("\u200b\ufeff::error::x", "\u200b\ufeff: :error::x")]
    [InlineData("first\r\n::error::x\r::stop", "first\r\n: :error::x\r: :stop")]
    [InlineData("old ##[set-env name=A]b", "old ## [set-env name=A]b")]
    [InlineData("a::b and std::vector", "a::b and std::vector")]
    public void Text_from_elsewhere_gives_GitHub_no_command(string text, string expected) => Assert.Equal(expected, GitHub.Disarm(text));

    [Theory]
    [InlineData("x ##vso[task.setvariable variable=a]b", "x ## vso[task.setvariable variable=a]b")]
    [InlineData("##VSO[task.complete]", "## VSO[task.complete]")]
    [InlineData("##[error]x", "## [error]x")]
    [InlineData("## a heading", "## a heading")]
    public void Text_from_elsewhere_gives_Azure_Pipelines_no_command(string text, string expected) =>
        Assert.Equal(expected, Azure.Disarm(text));

    [Fact]
    public void Each_system_is_asked_to_mask_in_its_own_words()
    {
        Assert.Equal("::add-mask::50%25", GitHub.Mask("50%"));
        Assert.Equal("##vso[task.setsecret]50%AZP25", Azure.Mask("50%"));
        Assert.Null(CiCommands.Of(_ => null).Mask("50%"));
    }

    [Fact]
    public void Elsewhere_text_stays_as_it_is() => Assert.Equal("::x ##vso[y]", CiCommands.Of(_ => null).Disarm("::x ##vso[y]"));
}
