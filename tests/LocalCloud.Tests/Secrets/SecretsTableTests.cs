using System.Text;
using Layercake.Testing;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Tests.Secrets;

/// <summary>What the Secrets API answers, as a table: defaults, codes for what is there already or missing, shapes of lists.</summary>
/// <remarks>Wordings and codes that the documentation does not confirm are not in it.</remarks>
public sealed class SecretsTableTests : IAsyncLifetime
{
    private const string Table = """
        scopes/list                                                            200 {}
        scopes/create {"scope":"app"}                                          200 {}
        scopes/create {"scope":"app"}                                          400 RESOURCE_ALREADY_EXISTS
        scopes/list                                                            200 {"scopes":[{"name":"app","backend_type":"DATABRICKS"}]}
        scopes/create {"scope":"a b"}                                          400 INVALID_PARAMETER_VALUE
        scopes/create {"scope":"kv","scope_backend_type":"AZURE_KEYVAULT"}     400 INVALID_PARAMETER_VALUE
        scopes/create {"scope":"x","initial_manage_principal":"admins"}        400 INVALID_PARAMETER_VALUE
        scopes/create {"scope":"ours","initial_manage_principal":"users"}      200 {}
        list?scope=app                                                         200 {}
        list?scope=none                                                        404 RESOURCE_DOES_NOT_EXIST
        put {"scope":"app","key":"K","string_value":"1"}                       200 {}
        put {"scope":"app","key":"k","string_value":"2"}                       200 {}
        put {"scope":"none","key":"k","string_value":"1"}                      404 RESOURCE_DOES_NOT_EXIST
        put {"scope":"app","key":"k"}                                          400 INVALID_PARAMETER_VALUE
        put {"scope":"app","key":"k k","string_value":"1"}                     400 INVALID_PARAMETER_VALUE
        list?scope=app                                                         200 {"secrets":[{"key":"k","last_updated_timestamp":0}]}
        delete {"scope":"app","key":"K"}                                       200 {}
        delete {"scope":"app","key":"K"}                                       404 RESOURCE_DOES_NOT_EXIST
        acls/list?scope=ours                                                   200 {"items":[{"principal":"users","permission":"MANAGE"}]}
        acls/put {"scope":"app","principal":"analysts","permission":"READ"}    200 {}
        acls/put {"scope":"app","principal":"analysts","permission":"WRITE"}   200 {}
        acls/put {"scope":"app","principal":"nobody","permission":"READ"}      400 INVALID_PARAMETER_VALUE
        acls/put {"scope":"app","principal":"analysts","permission":"OWN"}     400 INVALID_PARAMETER_VALUE
        acls/put {"scope":"none","principal":"analysts","permission":"READ"}   404 RESOURCE_DOES_NOT_EXIST
        acls/get?scope=app&principal=analysts                                  200 {"principal":"analysts","permission":"WRITE"}
        acls/delete {"scope":"app","principal":"analysts"}                     200 {}
        acls/delete {"scope":"app","principal":"analysts"}                     404 RESOURCE_DOES_NOT_EXIST
        scopes/delete {"scope":"app"}                                          200 {}
        scopes/delete {"scope":"app"}                                          404 RESOURCE_DOES_NOT_EXIST
        """;

    private LocalCloudFixture cloud = null!;

    public async Task InitializeAsync()
    {
        cloud = await LocalCloudFixture.StartAsync();
        await cloud.PostAsync("/api/2.0/preview/scim/v2/Groups", new JObject { ["displayName"] = "analysts" });
    }

    public async Task DisposeAsync() => await cloud.DisposeAsync();

    [Fact]
    public async Task The_answers_are_those_of_the_table()
    {
        var answered = new StringBuilder();
        foreach (var line in Table.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            var call = line[..71].TrimEnd();
            answered.Append(call.PadRight(71)).Append(await AnswerAsync(call)).Append('\n');
        }

        Assert.Equal(Table.ReplaceLineEndings("\n"), answered.ToString().TrimEnd());
    }

    /// <summary>Times are shown as 0.</summary>
    private async Task<string> AnswerAsync(string call)
    {
        var space = call.IndexOf(' ', StringComparison.Ordinal);
        using var request = new HttpRequestMessage(
            space < 0 ? HttpMethod.Get : HttpMethod.Post,
            new Uri("/api/2.0/secrets/" + (space < 0 ? call : call[..space]), UriKind.Relative)
        );
        request.Headers.Authorization = new("Bearer", cloud.Description.Token);
        if (space >= 0)
            request.Content = new StringContent(call[(space + 1)..], Encoding.UTF8, "application/json");

        using var response = await cloud.Http.SendAsync(request);
        var answer = JObject.Parse(await response.Content.ReadAsStringAsync());
        foreach (var time in answer.DescendantsAndSelf().OfType<JProperty>().Where(field => field.Name == "last_updated_timestamp"))
            time.Value = 0;

        return $"{(int)response.StatusCode} {answer["error_code"] ?? answer.ToString(Newtonsoft.Json.Formatting.None)}";
    }
}
