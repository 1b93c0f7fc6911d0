namespace Layercake.Browser.Tests.Support;

/// <summary>A test that is skipped, and says so, where there is no Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithChromiumAttribute : FactAttribute
{
    public FactWithChromiumAttribute() => Skip = Chromium.Missing;
}

/// <inheritdoc cref="FactWithChromiumAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryWithChromiumAttribute : TheoryAttribute
{
    public TheoryWithChromiumAttribute() => Skip = Chromium.Missing;
}
