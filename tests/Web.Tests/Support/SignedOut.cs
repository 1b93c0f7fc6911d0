namespace Layercake.Web.Tests.Support;

/// <summary>One server for the tests of a class, in which nobody is signed in.</summary>
public sealed class SignedOut : IAsyncLifetime
{
    internal PageServer Page { get; private set; } = null!;

    public async Task InitializeAsync() => Page = await PageServer.StartAsync();

    public async Task DisposeAsync() => await Page.DisposeAsync();
}
