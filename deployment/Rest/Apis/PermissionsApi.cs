using Newtonsoft.Json.Linq;
using static Layercake.Rest.Apis.AnswerField;

namespace Layercake.Rest.Apis;

/// <summary>The Permissions API.</summary>
/// <remarks>The type of an object is as the address has it: <c>directories</c>, <c>jobs</c>, <c>warehouses</c>.</remarks>
public sealed class PermissionsApi(WorkspaceClient workspace)
{
    private static readonly AnswerShape Granted = new(
        Objects("access_control_list"),
        Text("access_control_list[].user_name"),
        Text("access_control_list[].service_principal_name"),
        Text("access_control_list[].group_name"),
        Objects("access_control_list[].all_permissions"),
        Text("access_control_list[].all_permissions[].permission_level")
    );

    /// <summary>Who may do what with an object, what is inherited included.</summary>
    public Task<JObject> GetAsync(string type, string id, CancellationToken ct) =>
        workspace.ReadAsync(WorkspaceRequest.Get(At(type, id)), Granted, ct);

    /// <summary>Replaces all direct permissions; a job, pipeline or warehouse must keep an owner.</summary>
    public Task SetAsync(string type, string id, JArray entries, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Put(At(type, id), Body(entries)), ct);

    /// <summary>Adds or raises these and leaves the others.</summary>
    public Task UpdateAsync(string type, string id, JArray entries, CancellationToken ct) =>
        workspace.SendAsync(WorkspaceRequest.Patch(At(type, id), Body(entries)), ct);

    private static JObject Body(JArray entries) => new() { ["access_control_list"] = new JArray(entries) };

    private static string At(string type, string id) => $"/api/2.0/permissions/{type}/{Uri.EscapeDataString(id)}";
}
