using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Apps API, as far as it says which service principals belong to apps.</summary>
public sealed class AppsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/apps";

    private static readonly AnswerShape Listed = new(Text("name").Needed, Text("service_principal_client_id"));

    /// <summary>The apps that whoever asks may see.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("apps", "name", Listed, token => WorkspaceRequest.Get(Root, ("page_token", token)), ct);
}
