namespace Layercake.Engine.Tests.Checks;

public sealed class FieldTests
{
    private const string Notebook = """ "task_key": "a", "notebook_task": { "source": "WORKSPACE", "notebook_path": "/Shared/x" } """;

    [Fact]
    public void An_unknown_field_is_told_with_the_nearest_name_at_any_depth() =>
        Assert.Equal(
            [
                "jobs/j.json(1,65): warning FLD001: jobs.j: tasks[0].notebook_task.notbook_path is no field of a notebook task that "
                    + "is known here. Did you mean notebook_path, which is there already? It is sent as it is.",
            ],
            Checked.Tasks("""{ "task_key": "a", "notebook_task": { "notbook_path": "x", "notebook_path": "/Shared/x" } }""")
        );

    [Theory]
    [InlineData(
        """ "max_concurent_runs": 2""",
        "max_concurent_runs is no field of a job that is known here. Did you mean max_concurrent_runs?"
    )]
    [InlineData(
        """ "schedule": { "quartz_cron_expression": "0 0 * * * ?", "timezone_id": "UTC", "pause_state": "PAUSED" }""",
        "schedule.pause_state is no field of a schedule that is known here. Did you mean pause_status?"
    )]
    [InlineData(
        """ "something_of_next_year": true""",
        "something_of_next_year is no field of a job that is known here. It is sent as it is."
    )]
    public void A_misspelled_field_of_a_job_is_a_warning(string field, string says) =>
        AssertOne("warning FLD001", says, Checked.Tasks("{" + Notebook + "}", field));

    [Theory]
    [InlineData("jobs", """ "name": "x" """, "access_control_list", "CAN_VIEW")]
    [InlineData("warehouses", """ "name": "x", "cluster_size": "Small" """, "access_control_list", "CAN_USE")]
    [InlineData("secret-scopes", """ "name": "x" """, "acls", "READ")]
    public void Permissions_as_a_bundle_has_them_are_refused_with_what_to_write(string folder, string fields, string field, string level) =>
        Assert.Contains(
            Checked.File($"{folder}/x.json", $$"""{ {{fields}}, "permissions": [{ "level": "CAN_MANAGE", "group_name": "users" }] }"""),
            finding =>
                finding.Contains($" FLD007: {folder}.x: permissions: it is a field of a bundle. Write {field}, ", StringComparison.Ordinal)
                && finding.EndsWith($": \"{level}\" }}.", StringComparison.Ordinal)
        );

    [Fact]
    public void An_unknown_field_of_what_is_sent_in_another_form_is_not_said_to_be_sent()
    {
        AssertOne(
            "warning FLD001",
            "access_control_list[0].why is no field of an entry of a permission list that is known here. It is not sent.",
            Checked.Tasks(
                "{" + Notebook + "}",
                """ "access_control_list": [{ "group_name": "a", "permission_level": "CAN_VIEW", "why": "x" }]"""
            )
        );
        AssertOne(
            "error FLD007",
            "access_control_list[0].level: it is a field of a bundle. Write permission_level.",
            Checked.Tasks(
                "{" + Notebook + "}",
                """ "access_control_list": [{ "group_name": "a", "permission_level": "CAN_VIEW", "level": "CAN_VIEW" }]"""
            )
        );
    }

    [Fact]
    public void Tags_of_a_warehouse_that_are_no_list_are_told_how_they_are_written() =>
        AssertOne(
            "warning FLD001",
            """tags.team is no field of the tags of a SQL warehouse that is known here. Tags are a list here: write { "custom_tags": [""",
            Checked.File("warehouses/w.json", """{ "name": "w", "cluster_size": "Small", "tags": { "team": "sales" } }""")
        );

    [Theory]
    [InlineData(""" "max_concurrent_runs": [ 1 ]""", "max_concurrent_runs is a list, where a whole number belongs.")]
    [InlineData(""" "max_concurrent_runs": "two" """, "max_concurrent_runs is a text, where a whole number belongs.")]
    [InlineData(""" "timeout_seconds": 1.5""", "timeout_seconds is a number with a fraction, where a whole number belongs.")]
    [InlineData(""" "tags": [ "a" ]""", "tags is a list, where an object belongs.")]
    [InlineData(""" "tags": { "a": [] }""", "tags.a is a list, where a text belongs.")]
    [InlineData(""" "queue": true""", "queue is true or false, where an object belongs.")]
    [InlineData(
        """ "email_notifications": { "on_failure": "a@b.example" }""",
        "email_notifications.on_failure is a text, where a list belongs."
    )]
    [InlineData(""" "job_clusters": [ "main" ]""", "job_clusters[0] is a text, where an object belongs.")]
    public void A_type_that_the_service_cannot_read_is_an_error(string field, string says) =>
        AssertOne("error FLD002", says, Checked.Tasks("{" + Notebook + "}", field));

    [Theory]
    [InlineData(
        """ "max_concurrent_runs": "2" """,
        "max_concurrent_runs is a text, where a whole number belongs. Write it without quotes."
    )]
    [InlineData(""" "queue": { "enabled": "true" }""", "queue.enabled is a text, where true or false belongs. Write it without quotes.")]
    [InlineData(""" "tags": { "cost": 4711 }""", "tags.cost is a number, where a text belongs. Put it in double quotes.")]
    public void A_type_that_the_service_reads_is_a_warning(string field, string says) =>
        AssertOne("warning FLD003", says, Checked.Tasks("{" + Notebook + "}", field));

    [Theory]
    [InlineData(""" "max_concurrent_runs": null""")]
    [InlineData(""" "timeout_seconds": 60.0""")]
    [InlineData(""" "run_as": { "user_name": "${who}" }""")]
    [InlineData(""" "queue": { "enabled": "${queue}" }""")]
    [InlineData(""" "git_source": { "git_url": "https://x.example", "git_provider": "github", "git_branch": "main" }""")]
    public void What_may_be_right_is_no_mistake(string field) => Assert.Empty(Checked.Tasks("{" + Notebook + "}", field));

    [Fact]
    public void What_the_service_sets_is_told_once_and_is_no_unknown_field() =>
        AssertOne(
            "warning DEC005",
            "job_id, created_time are set by the service and are not sent. Remove them from the declaration.",
            Checked.Tasks("{" + Notebook + "}", """ "job_id": 1, "created_time": 2""")
        );

    [Fact]
    public void A_value_that_cannot_be_is_an_error_and_one_that_may_be_new_a_warning()
    {
        AssertOne(
            "error FLD004",
            "tasks[0].run_if is ALL_SUCCES, which the service does not know. Did you mean ALL_SUCCESS?",
            Checked.Tasks("{" + Notebook + """, "run_if": "ALL_SUCCES" }""")
        );
        AssertOne(
            "warning FLD005",
            "tasks[0].run_if is all_done, which is not known here. Did you mean ALL_DONE?",
            Checked.Tasks("{" + Notebook + """, "run_if": "all_done" }""")
        );
        AssertOne(
            "warning FLD005",
            "data_security_mode is SOMETHING_NEW, which is not known here.",
            Checked.Cluster(""" "data_security_mode": "SOMETHING_NEW" """)
        );
    }

    [Theory]
    [InlineData(
        """{ "task_key": "a", "notebook_task": {} }""",
        "tasks[0].notebook_task has no notebook_path, which a notebook task needs."
    )]
    [InlineData(
        """{ "task_key": "a", "run_job_task": { "job_id": null } }""",
        "tasks[0].run_job_task has no job_id, which a run-job task needs."
    )]
    [InlineData(
        """{ "task_key": "a", "condition_task": { "op": "EQUAL_TO", "left": "1" } }""",
        "tasks[0].condition_task has no right, which a condition needs."
    )]
    public void A_field_that_is_needed_is_missed(string task, string says) => AssertOne("error FLD006", says, Checked.Tasks(task));

    private static void AssertOne(string code, string says, IReadOnlyList<string> findings)
    {
        var finding = Assert.Single(findings);
        Assert.Contains($" {code}: ", finding, StringComparison.Ordinal);
        Assert.Contains(says, finding, StringComparison.Ordinal);
    }
}
