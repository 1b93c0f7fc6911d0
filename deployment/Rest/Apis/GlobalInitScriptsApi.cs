using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Global Init Scripts API: what every cluster runs when it starts. Only administrators may use it.</summary>
/// <remarks>Clusters that run have to be restarted for a change. A script's content is base64 of at most 64 KB.</remarks>
public sealed class GlobalInitScriptsApi(WorkspaceClient workspace)
{
    private const string Root = "/api/2.0/global-init-scripts";

    private static readonly AnswerShape Listed = new(
        Text("script_id").Needed,
        Text("name"),
        Number("position"),
        Flag("enabled"),
        Text("created_by")
    );

    /// <summary>All of them, without <c>script</c>, which <see cref="GetAsync"/> has; the service gives them in one answer.</summary>
    public IAsyncEnumerable<JObject> ListAsync(CancellationToken ct) =>
        workspace.ItemsAsync("scripts", "script_id", Listed, _ => WorkspaceRequest.Get(Root), ct);

    /// <summary>The script with its content, base64 in <c>script</c>.</summary>
    public Task<JObject> GetAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Get(At(id)), ct);

    /// <summary>
    /// Not repeated after a failure that leaves the outcome open: nothing is known to keep a name from being used twice, so that could make
    /// a second script. Disabled and last unless <c>enabled</c> and <c>position</c> say otherwise; those at its position and after it move
    /// up.
    /// </summary>
    /// <returns>The script's id.</returns>
    public Task<string> CreateAsync(JObject spec, CancellationToken ct) =>
        workspace.CreateAsync(WorkspaceRequest.Post(Root, spec, RepeatSafety.Unsafe), "script_id", ct);

    /// <summary>Sets the fields that are given and leaves the others. A position that is taken moves those at it and after it up.</summary>
    public Task UpdateAsync(string id, JObject fields, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(id), fields), ct);

    /// <summary>After a lost answer it is sent again, and then the script is missing.</summary>
    public Task DeleteAsync(string id, CancellationToken ct) => workspace.SendAsync(WorkspaceRequest.Delete(At(id)), ct);

    private static string At(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
