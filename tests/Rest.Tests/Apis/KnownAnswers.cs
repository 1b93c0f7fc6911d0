using Layercake.Rest.Apis;

namespace Layercake.Rest.Tests.Apis;

/// <summary>Calls with an answer that has all that is read of it.</summary>
internal static class KnownAnswers
{
    public static Dictionary<string, (string Answer, Func<WorkspaceClient, Task> Call)> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["clusters"] = (
                """
                {
                  "clusters": [{
                    "cluster_id": "1",
                    "cluster_name": "a",
                    "state": "RUNNING",
                    "termination_reason": { "code": "X", "type": "Y", "parameters": { "azure_error_message": "m" } }
                  }]
                }
                """,
                c => new ClustersApi(c).ListAsync(default).CountAsync().AsTask()
            ),
            ["cluster"] = ("""{"cluster_id":"1","cluster_name":"a","state":"RUNNING"}""", c => new ClustersApi(c).GetAsync("1", default)),
            ["new cluster"] = ("""{"cluster_id":"1"}""", c => new ClustersApi(c).CreateAsync([], "t", default)),
            ["jobs"] = (
                """{"jobs":[{"job_id":1,"settings":{"name":"a","tasks":[{"task_key":"t"}]},"creator_user_name":"me","created_time":5}]}""",
                c => new JobsApi(c).ListAsync(null, default).CountAsync().AsTask()
            ),
            ["job"] = ("""{"job_id":1,"settings":{"name":"a","tasks":[{"task_key":"t"}]}}""", c => new JobsApi(c).GetAsync(1, default)),
            ["new job"] = ("""{"job_id":1}""", c => new JobsApi(c).CreateAsync([], default)),
            ["runs"] = (
                """{"runs":[{"run_id":1,"state":{"life_cycle_state":"RUNNING"}}]}""",
                c => new RunsApi(c).ListAsync(null, false, default).CountAsync().AsTask()
            ),
            ["run"] = (
                """
                {
                  "run_id": 1,
                  "state": { "life_cycle_state": "RUNNING" },
                  "tasks": [{ "run_id": 2, "task_key": "a", "attempt_number": 0 }],
                  "start_time": 4
                }
                """,
                c => new RunsApi(c).GetAsync(1, default)
            ),
            ["run output"] = (
                """{"notebook_output":{"result":"x","truncated":false},"error":"e","logs":"l"}""",
                c => new RunsApi(c).GetOutputAsync(1, default)
            ),
            ["run pages"] = ("""{"views":[{"name":"n","content":"c"}]}""", c => new RunsApi(c).ExportAsync(1, default)),
            ["started run"] = ("""{"run_id":1}""", c => new RunsApi(c).SubmitAsync([], "t", default)),
            ["workspace folder"] = (
                """{"objects":[{"path":"/a","object_type":"FILE","object_id":3,"modified_at":4}]}""",
                c => new WorkspaceApi(c).ListAsync("/", default)
            ),
            ["workspace object"] = (
                """{"path":"/a","object_type":"FILE","object_id":3}""",
                c => new WorkspaceApi(c).GetStatusAsync("/a", default)
            ),
            ["dbfs folder"] = (
                """{"files":[{"path":"/a","is_dir":false,"file_size":3,"modification_time":4}]}""",
                c => new DbfsApi(c).ListAsync("dbfs:/", default)
            ),
            ["dbfs file"] = ("""{"data":"YQ==","bytes_read":1}""", c => new DbfsApi(c).ReadAsync("dbfs:/a", default)),
            ["volume folder"] = (
                """{"contents":[{"path":"/a","is_directory":false,"file_size":3,"last_modified":4}]}""",
                c => new FilesApi(c).ListAsync("/Volumes/a/b/c", default).CountAsync().AsTask()
            ),
            ["me"] = (
                """{"userName":"u","displayName":"d","groups":[{"display":"admins"}],"entitlements":[{"value":"v"}]}""",
                c => new ScimApi(c).MeAsync(default)
            ),
            ["users"] = (
                """{"totalResults":1,"Resources":[{"id":"1","userName":"u"}]}""",
                c => new ScimApi(c).UsersAsync(null, default).CountAsync().AsTask()
            ),
            ["group"] = (
                """{"id":"1","displayName":"g","members":[{"value":"2","display":"u"}]}""",
                c => new GroupsApi(c).GetAsync("1", default)
            ),
            ["tokens"] = ("""{"token_infos":[{"token_id":"1","comment":"c","expiry_time":1}]}""", c => new TokensApi(c).ListAsync(default)),
            ["new token"] = (
                """{"token_value":"v","token_info":{"token_id":"1"}}""",
                c => new TokensApi(c).CreateAsync("c", null, default)
            ),
            ["init scripts"] = (
                """{"scripts":[{"script_id":"1","name":"a","position":0,"enabled":true,"created_by":"me"}]}""",
                c => new GlobalInitScriptsApi(c).ListAsync(default).CountAsync().AsTask()
            ),
            ["Git folders"] = (
                """{"repos":[{"id":1,"path":"/a","url":"u","provider":"p","branch":"b","head_commit_id":"c"}]}""",
                c => new ReposApi(c).ListAsync(null, default).CountAsync().AsTask()
            ),
            ["Git credentials"] = (
                """{"credentials":[{"credential_id":1,"git_provider":"p","git_username":"u"}]}""",
                c => new GitCredentialsApi(c).ListAsync(default).CountAsync().AsTask()
            ),
            ["scopes"] = (
                """{"scopes":[{"name":"kv","keyvault_metadata":{"resource_id":"/x"}}]}""",
                c => new SecretsApi(c).ListScopesAsync(default)
            ),
            ["secrets"] = ("""{"secrets":[{"key":"a"}]}""", c => new SecretsApi(c).ListAsync("kv", default)),
            ["secret acls"] = (
                """{"items":[{"principal":"users","permission":"READ"}]}""",
                c => new SecretsApi(c).ListAclsAsync("kv", default)
            ),
            ["permissions"] = (
                """{"access_control_list":[{"user_name":"u","all_permissions":[{"permission_level":"CAN_EDIT"}]}]}""",
                c => new PermissionsApi(c).GetAsync("jobs", "1", default)
            ),
            ["warehouses"] = (
                """{"warehouses":[{"id":"1","name":"a"}]}""",
                c => new WarehousesApi(c).ListAsync(default).CountAsync().AsTask()
            ),
            ["pools"] = (
                """{"instance_pools":[{"instance_pool_id":"1","instance_pool_name":"a"}]}""",
                c => new InstancePoolsApi(c).ListAsync(default).CountAsync().AsTask()
            ),
            ["libraries"] = (
                """{"cluster_id":"1","library_statuses":[{"library":{"whl":"/a.whl"},"status":"FAILED","messages":["m"]}]}""",
                c => new LibrariesApi(c).StatusAsync("1", default)
            ),
            ["all libraries"] = (
                """{"statuses":[{"cluster_id":"1","library_statuses":[{"library":{"whl":"/a.whl"},"status":"INSTALLED"}]}]}""",
                c => new LibrariesApi(c).AllStatusesAsync(default)
            ),
            ["pipelines"] = (
                """{"statuses":[{"pipeline_id":"1","name":"a"}]}""",
                c => new PipelinesApi(c).ListAsync(default).CountAsync().AsTask()
            ),
        };
}
