namespace Layercake.LocalCloud.Http;

/// <summary>The two roots of a running cloud, without trailing slash; empty until its ports are open.</summary>
internal sealed class CloudUrls
{
    public string Http { get; private set; } = "";

    public string Https { get; private set; } = "";

    public void Set(string http, string https) => (Http, Https) = (http, https);
}
